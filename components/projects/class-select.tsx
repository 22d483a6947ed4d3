import { useTranslations } from "use-intl";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { Field } from "@/components/ui/field";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { activeTree } from "@/lib/class-tree";
import type { Class } from "@/lib/contracts/projects";

/** One of the classes that can take labels, each below its parent. */
export function ClassSelect({
  label,
  classes,
  without,
  value,
  onChange,
  error,
}: {
  label: string;
  classes: readonly Class[];
  /** Ids that cannot be chosen. */
  without: ReadonlySet<string>;
  value: string;
  onChange: (classId: string) => void;
  error?: string | undefined;
}) {
  const t = useTranslations("projects.merge");
  return (
    <Field label={label} error={error}>
      {(ids) => (
        <Select value={value} onValueChange={onChange}>
          <SelectTrigger {...ids}>
            <SelectValue placeholder={t("choose")} />
          </SelectTrigger>
          <SelectContent className="max-h-80">
            {activeTree(classes).map(({ one, level }) => (
              <SelectItem key={one.id} value={one.id} disabled={without.has(one.id)}>
                <span className="flex items-center gap-2" style={{ paddingLeft: level * 14 }}>
                  <ColourSwatch colour={one.colour} />
                  {one.name}
                </span>
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    </Field>
  );
}
