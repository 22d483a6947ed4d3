"use client";

import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Card, CardAction, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import type { Run } from "@/lib/contracts/runs";
import { hasEffect, runFields, sectionNames } from "./run-fields";
import { runYaml } from "./run-text";
import { useSettingText } from "./use-setting-text";

/** The settings as the trainer got them, in the order of the form, and the same as YAML. */
export function RunSettings({ run }: { run: Run }) {
  const t = useTranslations("runs");
  const text = useSettingText();
  const yaml = runYaml({ datasetId: run.datasetId, name: run.name, config: run.config });
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,28rem)]">
      <Card>
        <CardHeader>
          <CardTitle>{t("settings.all")}</CardTitle>
        </CardHeader>
        <CardContent className="gap-x-10 md:columns-2">
          {sectionNames.map((section) => (
            <section key={section} className="mb-6 break-inside-avoid">
              <h3 className="mb-2 font-medium text-muted-foreground text-sm">
                {t(`sections.${section}`)}
              </h3>
              <DescriptionList
                className="grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
                items={runFields
                  .filter((field) => field.section === section && hasEffect(run.config, field.path))
                  .map((field) => ({
                    term: text.label(field.path),
                    value: text.value(run.config, field.path),
                  }))}
              />
            </section>
          ))}
          {run.targetModules.length > 0 && <Targets names={run.targetModules} />}
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>{t("settings.yaml")}</CardTitle>
          <CardAction>
            <CopyButton text={yaml} />
          </CardAction>
        </CardHeader>
        <CardContent>
          <pre className="max-h-[40rem] overflow-auto rounded-md border bg-muted/50 p-3 font-mono text-sm">
            {yaml}
          </pre>
        </CardContent>
      </Card>
    </div>
  );
}

/** `encoder.layer.0.q_proj` and its like, gathered by their last part: people look for the kind. */
function Targets({ names }: { names: readonly string[] }) {
  const t = useTranslations("runs");
  const counts = new Map<string, number>();
  for (const name of names) {
    const kind = name.split(".").at(-1) ?? name;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return (
    <section className="break-inside-avoid">
      <h3 className="mb-2 font-medium text-muted-foreground text-sm">
        {t("settings.targets")} · {t("settings.targetCount", { count: names.length })}
      </h3>
      <ul className="flex flex-wrap gap-1">
        {[...counts].map(([kind, count]) => (
          <li key={kind}>
            <Badge variant="secondary" className="font-mono font-normal">
              {kind}
              {count > 1 && <span className="opacity-60">×{count}</span>}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
