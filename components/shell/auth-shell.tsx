"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { LanguageSwitch } from "./language-switch";
import { Logo } from "./logo";
import { ThemeSwitch } from "./theme-switch";

/** The quiet page around sign-in and set-up. */
export function AuthShell({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-end gap-2 p-4">
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main className="flex flex-1 flex-col items-center justify-center px-4 pb-28">
        <div className="mb-6 flex flex-col items-center gap-2 text-center">
          <Logo className="size-9" />
          <p className="font-semibold text-xl">{t("appName")}</p>
          <p className="text-muted-foreground">{t("tagline")}</p>
        </div>
        <div className="w-full max-w-sm rounded-lg border bg-card p-6">{children}</div>
      </main>
    </div>
  );
}
