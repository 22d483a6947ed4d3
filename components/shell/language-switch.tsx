"use client";

import { useTranslations } from "use-intl";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { useLocaleSwitch } from "@/lib/i18n/locale-provider";
import { locales } from "@/lib/i18n/locales";

const shortNames = { en: "EN", "zh-CN": "中文" } as const;

export function LanguageSwitch() {
  const t = useTranslations("common");
  const { locale, setLocale } = useLocaleSwitch();
  return (
    <SegmentedControl
      size="sm"
      aria-label={t("language")}
      value={locale}
      onValueChange={setLocale}
      segments={locales.map((value) => ({ value, label: shortNames[value] }))}
    />
  );
}
