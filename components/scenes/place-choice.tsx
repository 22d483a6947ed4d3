"use client";

import { useTranslations } from "use-intl";
import { SegmentedControl } from "@/components/ui/segmented-control";

/** inPlace: pixels stay where they are; copy: one scene each; together: the bands of one scene. */
export type BringHow = "inPlace" | "copy" | "together";

/** How files of other hosts become scenes. */
export function PlaceChoice({
  how,
  onChange,
  severalFiles,
}: {
  how: BringHow;
  onChange: (how: BringHow) => void;
  severalFiles: boolean;
}) {
  const t = useTranslations("scenes");
  return (
    <div className="flex flex-col gap-1.5">
      <SegmentedControl
        aria-label={t("bring.how")}
        value={how}
        onValueChange={onChange}
        segments={[
          { value: "inPlace", label: t("bring.inPlace") },
          { value: "copy", label: t("bring.copy") },
          { value: "together", label: t("bring.together"), disabled: !severalFiles },
        ]}
      />
      <p className="text-muted-foreground text-sm">{t(`bring.help.${how}`)}</p>
    </div>
  );
}
