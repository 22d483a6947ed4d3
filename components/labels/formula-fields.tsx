import { useEffect, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { FormulaError, maxFormulaLength, parseFormula } from "@/lib/band-formula";

const channelNames = ["red", "green", "blue"] as const;

/** Formulas over bands, one with a colour ramp or three as red, green and blue; Enter shows them. */
export function FormulaFields({
  shown,
  bandCount,
  onShow,
}: {
  shown: readonly string[];
  /** Of the scene that the formulas are about. */
  bandCount: number;
  onShow: (formulas: string[]) => void;
}) {
  const t = useTranslations("labels");
  const id = useId();
  const shownText = shown.join("\n");
  const [texts, setTexts] = useState<string[]>([...shown]);
  useEffect(() => setTexts(shownText.split("\n")), [shownText]);
  const problems = texts.map((text) => problemOf(text, bandCount));
  const isChanged = texts.join("\n") !== shownText;
  const canShow = isChanged && problems.every((problem) => problem === null);
  return (
    <form
      className="flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (canShow) onShow(texts.map((text) => text.trim()));
      }}
    >
      {texts.map((text, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is the channel.
        <div key={place}>
          <Input
            className="h-7 font-mono text-sm"
            aria-label={
              texts.length === 3
                ? t("formulaOf", { channel: t(`channelName.${channelNames[place] ?? "red"}`) })
                : t("formula")
            }
            aria-invalid={problems[place] !== null}
            aria-describedby={problems[place] ? `${id}-${place}` : undefined}
            value={text}
            maxLength={maxFormulaLength}
            spellCheck={false}
            autoComplete="off"
            placeholder="(b4-b3)/(b4+b3)"
            onChange={(event) => setTexts(texts.with(place, event.target.value))}
          />
          {problems[place] && (
            <p id={`${id}-${place}`} className="mt-0.5 text-destructive text-sm">
              {t(`formulaProblem.${problems[place].problem}`, { found: problems[place].found })}
            </p>
          )}
        </div>
      ))}
      <div className="flex items-center justify-between gap-2 text-sm">
        <span className="flex items-center gap-2">
          <Switch
            aria-labelledby={`${id}-three`}
            checked={texts.length === 3}
            onCheckedChange={(three) => {
              const first = texts[0] ?? "b1";
              const next = three ? [first, first, first] : [first];
              setTexts(next);
              if (next.every((text) => problemOf(text, bandCount) === null)) {
                onShow(next);
              }
            }}
          />
          <span id={`${id}-three`}>{t("threeFormulas")}</span>
        </span>
        <Button type="submit" size="sm" variant="outline" disabled={!canShow}>
          {t("showFormula")}
        </Button>
      </div>
      <p className="text-muted-foreground text-sm">{t("formulaHelp")}</p>
    </form>
  );
}

function problemOf(text: string, bandCount: number): FormulaError | null {
  try {
    parseFormula(text, bandCount);
    return null;
  } catch (thrown) {
    if (thrown instanceof FormulaError) return thrown;
    throw thrown;
  }
}
