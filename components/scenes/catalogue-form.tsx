"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NumberInput } from "@/components/ui/number-input";

export interface CatalogueQuestion {
  url: string;
  collection?: string;
  box?: [number, number, number, number];
  from?: string;
  to?: string;
  maxCloudPercent?: number;
}

interface Draft {
  url: string;
  collection: string;
  box: string;
  from: string;
  to: string;
  cloud: number | null;
}

const empty: Draft = { url: "", collection: "", box: "", from: "", to: "", cloud: null };

/** What to look for in a catalogue, and where. */
export function CatalogueForm({
  collections,
  area,
  searching,
  onSearch,
}: {
  /** Of the catalogue that was looked into last. */
  collections: readonly { id: string; title: string }[];
  /** West, south, east, north of the project's scenes. */
  area: readonly number[] | null;
  searching: boolean;
  onSearch: (question: CatalogueQuestion) => void;
}) {
  const t = useTranslations("scenes");
  const [draft, setDraft] = useState(empty);
  const [wrongBox, setWrongBox] = useState(false);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const submit = () => {
    const box = parseBox(draft.box);
    setWrongBox(box === undefined);
    if (box !== undefined && draft.url.trim() !== "") onSearch(toQuestion(draft, box));
  };
  return (
    <form
      className="grid grid-cols-2 gap-3 md:grid-cols-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label={t("catalogue.url")} className="col-span-2">
        <Input
          className="font-mono text-sm"
          spellCheck={false}
          aria-label={t("catalogue.url")}
          placeholder="https://stac.example.org/v1"
          value={draft.url}
          onChange={(event) => set({ url: event.target.value })}
        />
      </Field>
      <Field label={t("catalogue.collection")} className="col-span-2">
        <Input
          aria-label={t("catalogue.collection")}
          list="catalogue-collections"
          placeholder={t("catalogue.any")}
          value={draft.collection}
          onChange={(event) => set({ collection: event.target.value })}
        />
        <datalist id="catalogue-collections">
          {collections.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </datalist>
      </Field>
      {(["from", "to"] as const).map((end) => (
        <Field key={end} label={t(`catalogue.${end}`)}>
          <Input
            type="date"
            aria-label={t(`catalogue.${end}`)}
            value={draft[end]}
            onChange={(event) => set({ [end]: event.target.value })}
          />
        </Field>
      ))}
      <Field label={t("catalogue.cloud")}>
        <NumberInput
          aria-label={t("catalogue.cloud")}
          unit="%"
          min={0}
          max={100}
          value={draft.cloud}
          onValueChange={(cloud) => set({ cloud })}
        />
      </Field>
      <div className="flex items-end">
        <Button
          type="submit"
          className="w-full"
          disabled={draft.url.trim() === ""}
          loading={searching}
        >
          {!searching && <Search />}
          {t("catalogue.search")}
        </Button>
      </div>
      <Field
        label={t("catalogue.box")}
        className="col-span-full"
        error={wrongBox ? t("catalogue.boxWrong") : undefined}
        action={
          area && (
            <Button
              type="button"
              variant="ghost"
              size="sm"
              className="-my-1.5"
              onClick={() => set({ box: area.map((degree) => degree.toFixed(4)).join(", ") })}
            >
              {t("catalogue.boxOfProject")}
            </Button>
          )
        }
      >
        {(ids) => (
          <Input
            {...ids}
            className="num"
            placeholder={t("catalogue.boxOrder")}
            value={draft.box}
            onChange={(event) => {
              setWrongBox(false);
              set({ box: event.target.value });
            }}
          />
        )}
      </Field>
    </form>
  );
}

function toQuestion(draft: Draft, box: CatalogueQuestion["box"] | null): CatalogueQuestion {
  const { url, collection, from, to, cloud } = draft;
  const hasCloud = cloud !== null && cloud >= 0 && cloud <= 100;
  return {
    url: url.trim(),
    ...(collection.trim() ? { collection: collection.trim() } : {}),
    ...(box ? { box } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(hasCloud ? { maxCloudPercent: cloud } : {}),
  };
}

/** Four numbers with commas or blanks; null: no box; undefined: not understood. */
function parseBox(text: string): CatalogueQuestion["box"] | null | undefined {
  if (text.trim() === "") return null;
  const [west, south, east, north, ...more] = text
    .split(/[\s,，;]+/)
    .filter(Boolean)
    .map(Number);
  const isBox =
    more.length === 0 &&
    [west, east].every((degree) => Math.abs(degree ?? Number.NaN) <= 180) &&
    [south, north].every((degree) => Math.abs(degree ?? Number.NaN) <= 90) &&
    (south as number) <= (north as number);
  return isBox ? [west as number, south as number, east as number, north as number] : undefined;
}
