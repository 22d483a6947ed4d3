import { useState } from "react";
import { useTranslations } from "use-intl";
import { ColourPicker } from "@/components/ui/colour-swatch";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { pickerColours, suggestColour } from "@/lib/class-colours";
import type { Class } from "@/lib/contracts/projects";

/** Name and colour of a class to be made; the colour follows the name until one is chosen. */
export function useNewClass(classes: readonly Class[]) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const used = classes.map((one) => one.colour);
  return { name, setName, colour: chosen ?? suggestColour(name, used), setColour: setChosen };
}

export function NewClassFields({
  made: { name, setName, colour, setColour },
  error,
}: {
  made: ReturnType<typeof useNewClass>;
  error?: string | undefined;
}) {
  const t = useTranslations("projects");
  return (
    <Field label={t("split.newName")} error={error}>
      {(ids) => (
        <div className="flex items-center gap-1.5">
          <ColourPicker
            colour={colour}
            choices={pickerColours}
            label={t("classes.colourOf", { name: name || t("classes.unnamed") })}
            onColourChange={setColour}
          />
          <Input
            {...ids}
            autoFocus
            maxLength={120}
            value={name}
            placeholder={t("classes.namePlaceholder")}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
      )}
    </Field>
  );
}
