"use client";

import { useTranslations } from "use-intl";
import { Switch } from "@/components/ui/switch";

/** Also shows what is archived; not there while nothing is. */
export function ArchiveSwitch({
  count,
  shown,
  onChange,
}: {
  count: number;
  shown: boolean;
  onChange: (shown: boolean) => void;
}) {
  const t = useTranslations("records");
  if (count === 0) return null;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control.
    <label className="flex items-center gap-2">
      <Switch checked={shown} onCheckedChange={onChange} />
      {t("showArchived")}
      <span className="num text-muted-foreground">{count}</span>
    </label>
  );
}
