import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import type { ClassListChange } from "@/lib/contracts/class-list";

const variants = {
  added: "success",
  changed: "default",
  archived: "warning",
  unchanged: "outline",
  kept: "outline",
} as const;

/** What becomes of every class, in the order that the list will have. */
export function ClassListChanges({ changes }: { changes: readonly ClassListChange[] }) {
  const t = useTranslations("projects.listFile");
  if (changes.length === 0) return null;
  return (
    <ul className="max-h-80 divide-y overflow-y-auto rounded-md border" aria-label={t("changes")}>
      {changes.map((one) => (
        <li
          key={one.name}
          className="flex items-center gap-2.5 px-2.5 py-1.5"
          data-change={one.change}
        >
          <ColourSwatch colour={one.colour} />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{one.name}</span>
            {one.change !== "kept" && one.fields.length > 0 && (
              <span className="block text-muted-foreground text-sm">
                <FieldTexts fields={one.fields} />
              </span>
            )}
          </span>
          <Badge variant={variants[one.change]}>{t(`change.${one.change}`)}</Badge>
        </li>
      ))}
    </ul>
  );
}

function FieldTexts({ fields }: { fields: ClassListChange["fields"] }) {
  const t = useTranslations("projects.listFile");
  return fields.map(({ field, from, to }, place) => (
    <span key={field}>
      {place > 0 && " · "}
      {field === "archived"
        ? t(to === "true" ? "field.toArchive" : "field.fromArchive")
        : t(`field.${field}`, { from: from ?? "–", to: to ?? "–" })}
      {field === "colour" && from && to && (
        <>
          {" "}
          <ColourSwatch colour={from} /> → <ColourSwatch colour={to} />
        </>
      )}
    </span>
  ));
}
