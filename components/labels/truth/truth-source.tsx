import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { TruthReading } from "@/lib/contracts/truth";

/** What was read: the file, its system, and the layer and attribute, which can be chosen anew. */
export function TruthSource({
  reading,
  disabled,
  onReadAgain,
}: {
  reading: TruthReading;
  disabled: boolean;
  onReadAgain: (choice: { layer?: string; attribute?: string }) => void;
}) {
  const t = useTranslations("truth");
  const { layer } = reading;
  return (
    <div className="flex flex-col gap-2">
      <p className="truncate text-sm" title={reading.fileName}>
        <span className="font-medium">{reading.fileName}</span>{" "}
        <span className="text-muted-foreground">
          {t(`kind.${reading.kind}`)}
          {reading.crs && ` · ${reading.crs}`}
        </span>
      </p>
      {reading.layers.length > 1 && (
        <Choice
          label={t("layer")}
          value={layer}
          disabled={disabled}
          options={reading.layers.map((name) => ({ name, examples: [] }))}
          onChange={(name) => onReadAgain({ layer: name })}
        />
      )}
      {reading.attributes.length > 0 && (
        <Choice
          label={t("attribute")}
          value={reading.attribute}
          disabled={disabled}
          options={reading.attributes}
          onChange={(attribute) => onReadAgain({ attribute, ...(layer !== null && { layer }) })}
        />
      )}
    </div>
  );
}

function Choice({
  label,
  value,
  options,
  disabled,
  onChange,
}: {
  label: string;
  value: string | null;
  options: readonly { name: string; examples: readonly string[] }[];
  disabled: boolean;
  onChange: (name: string) => void;
}) {
  return (
    <Field label={label}>
      {(ids) => (
        <Select value={value ?? ""} onValueChange={onChange} disabled={disabled}>
          <SelectTrigger {...ids}>
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {options.map(({ name, examples }) => (
              <SelectItem key={name} value={name}>
                {name}
                {examples.length > 0 && (
                  <span className="text-muted-foreground"> {examples.slice(0, 3).join(", ")}</span>
                )}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    </Field>
  );
}
