"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card, CardAction, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Model } from "@/lib/contracts/models";
import { modelSnippet, type SnippetName } from "./snippets";

const names: readonly SnippetName[] = ["onnxruntime", "transformers", "peft"];
const labels: Record<SnippetName, string> = {
  onnxruntime: "onnxruntime",
  transformers: "transformers",
  peft: "PEFT",
};

/** Code that uses the model outside the studio. */
export function ModelSnippets({ model }: { model: Model }) {
  const t = useTranslations("models");
  const snippets = names.flatMap((name) => {
    const code = modelSnippet(model, name);
    return code === null ? [] : [{ name, code }];
  });
  const [chosen, setChosen] = useState<SnippetName>("onnxruntime");
  const shown = snippets.find((one) => one.name === chosen) ?? snippets[0];
  if (!shown) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("page.use")}</CardTitle>
        <CardAction>
          <SegmentedControl
            size="sm"
            aria-label={t("page.use")}
            value={shown.name}
            onValueChange={setChosen}
            segments={snippets.map(({ name }) => ({ value: name, label: labels[name] }))}
          />
          <CopyButton text={shown.code} />
        </CardAction>
      </CardHeader>
      <CardContent>
        <p className="mb-2 text-muted-foreground text-sm">
          {t("page.useHelp", { folder: "model" })}
          {shown.name === "onnxruntime" && ` ${t("page.onnxHelp")}`}
        </p>
        <pre className="overflow-x-auto rounded-md border bg-muted/50 p-3 font-mono text-sm leading-relaxed">
          {shown.code}
        </pre>
      </CardContent>
    </Card>
  );
}
