import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/ui/copy-button";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { Class } from "@/lib/contracts/projects";
import type { TruthReading } from "@/lib/contracts/truth";
import { useFormat } from "@/lib/i18n/use-format";
import { type Mapping, missingNames, toChoice, toTarget } from "./mapping";

/** A line per value of the file: what it becomes. */
export function TruthMapping({
  reading,
  classes,
  mapping,
  mayMakeClasses,
  onChange,
}: {
  reading: TruthReading;
  classes: readonly Class[];
  mapping: Mapping;
  mayMakeClasses: boolean;
  onChange: (mapping: Mapping) => void;
}) {
  const t = useTranslations("truth");
  const format = useFormat();
  return (
    <section aria-label={t("mapping")}>
      <h3 className="mb-1 font-medium text-sm">{t("mapping")}</h3>
      <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto pr-1">
        {reading.values.map(({ value, count }, place) => (
          <li key={value} className="grid grid-cols-[1fr_auto_11rem] items-center gap-2 text-sm">
            <span className="truncate" title={value}>
              {value}
            </span>
            <span className="num text-muted-foreground">{format.count(count)}</span>
            <Select
              value={toChoice(mapping[place] ?? { as: "nothing" })}
              onValueChange={(choice) =>
                onChange(mapping.map((one, at) => (at === place ? toTarget(choice, value) : one)))
              }
            >
              <SelectTrigger size="sm" aria-label={t("becomes", { value })}>
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                <SelectItem value="nothing">{t("leaveOut")}</SelectItem>
                {mayMakeClasses && <SelectItem value="new">{t("newClass", { value })}</SelectItem>}
                {classes.map((one) => (
                  <SelectItem key={one.id} value={one.id}>
                    {one.name}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          </li>
        ))}
      </ul>
      {!mayMakeClasses && <MissingClasses names={missingNames(reading, mapping)} />}
      {reading.values.length === 0 && (
        <p className="text-muted-foreground text-sm">{t("noValues")}</p>
      )}
    </section>
  );
}

/** Who may make no classes is told who may, and takes the names there. */
function MissingClasses({ names }: { names: readonly string[] }) {
  const t = useTranslations("truth");
  if (names.length === 0) return null;
  return (
    <div
      className="mt-2 flex items-start gap-2 rounded-md border px-3 py-2 text-sm"
      data-missing-classes
    >
      <p className="min-w-0 flex-1 text-muted-foreground">
        {t("missingClasses", { count: names.length, names: names.slice(0, 5).join(", ") })}
      </p>
      <CopyButton text={names.join("\n")} aria-label={t("copyNames")} />
    </div>
  );
}
