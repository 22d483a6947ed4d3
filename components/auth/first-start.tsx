"use client";

import { Terminal } from "lucide-react";
import { useTranslations } from "use-intl";

/** Nobody has an account yet: the one-time link in the terminal makes the first one. */
export function FirstStart() {
  const t = useTranslations("auth");
  return (
    <div className="flex flex-col gap-3">
      <h1 className="font-semibold text-lg">{t("firstStart.title")}</h1>
      <p className="text-muted-foreground">{t("firstStart.description")}</p>
      <div className="flex items-center gap-2 overflow-x-auto rounded-md border bg-muted px-3 py-2 font-mono text-sm">
        <Terminal className="size-4 shrink-0 text-muted-foreground" aria-hidden />
        <span className="whitespace-nowrap">/setup?token=…</span>
      </div>
      <p className="text-muted-foreground text-sm">{t("firstStart.why")}</p>
    </div>
  );
}
