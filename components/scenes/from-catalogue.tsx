"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Globe } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-state";
import { apiQuery } from "@/lib/api-client";
import type { CatalogueAnswer } from "@/lib/contracts/remote";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import { WithPlaces } from "./by-address";
import { CatalogueForm } from "./catalogue-form";
import { CatalogueItems } from "./catalogue-items";
import { type BringHow, PlaceChoice } from "./place-choice";
import { useBring } from "./use-bring";

/** Looks for imagery in a STAC catalogue and brings chosen files in. */
export function FromCatalogue({ projectId }: { projectId: string }) {
  const t = useTranslations("scenes");
  const scenes = useQuery(apiQuery.scenes.list.queryOptions({ input: { projectId } }));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [picked, setHow] = useState<BringHow>("inPlace");
  const bring = useBring(projectId, () => setChosen(new Set()));
  const search = useMutation(
    apiQuery.remote.searchCatalogue.mutationOptions({
      onMutate: () => setChosen(new Set()),
    }),
  );
  const how = picked === "together" && chosen.size < 2 ? "copy" : picked;
  const toggle = (address: string) => {
    const next = new Set(chosen);
    if (!next.delete(address)) next.add(address);
    setChosen(next);
    bring.reset();
  };
  const found = search.data;
  return (
    <WithPlaces>
      {() => (
        <div className="flex flex-col gap-3">
          <CatalogueForm
            collections={found?.collections ?? []}
            area={areaOf(scenes.data ?? [])}
            searching={search.isPending}
            onSearch={(question) => search.mutate(question)}
          />
          <ErrorNote error={search.error} />
          {found && <FoundLine found={found} />}
          {found && found.items.length > 0 && (
            <>
              <CatalogueItems
                key={search.submittedAt}
                items={found.items}
                chosen={chosen}
                onToggle={toggle}
              />
              {chosen.size > 0 && (
                <div className="sticky -bottom-4 -mb-4 flex items-start justify-between gap-4 bg-popover py-3">
                  <PlaceChoice how={how} onChange={setHow} severalFiles={chosen.size > 1} />
                  <Button
                    loading={bring.isPending}
                    onClick={() => bring.mutate({ addresses: [...chosen], how })}
                  >
                    {!bring.isPending && <Globe />}
                    {t("address.add", { count: chosen.size })}
                  </Button>
                </div>
              )}
              <ErrorNote error={bring.error} />
            </>
          )}
        </div>
      )}
    </WithPlaces>
  );
}

function FoundLine({ found }: { found: CatalogueAnswer }) {
  const t = useTranslations("scenes");
  const format = useFormat();
  const { title, items, matched, isComplete } = found;
  const count = items.length;
  const parts = [
    title,
    matched !== null && matched > count
      ? t("catalogue.someOf", { count: format.count(count), matched: format.count(matched) })
      : t("catalogue.found", { count }),
    isComplete ? null : t("catalogue.narrow"),
  ].filter(Boolean);
  return <p className="num text-muted-foreground text-sm">{parts.join(" · ")}</p>;
}

/** West, south, east, north of all scenes that have a place; null where that is nowhere. */
function areaOf(scenes: readonly Pick<Scene, "extentLonLat">[]): number[] | null {
  const boxes = scenes.flatMap(({ extentLonLat: box }) => (box && box[0] <= box[2] ? [box] : []));
  if (boxes.length === 0) return null;
  const at = (place: 0 | 1 | 2 | 3) => boxes.map((box) => box[place]);
  return [Math.min(...at(0)), Math.min(...at(1)), Math.max(...at(2)), Math.max(...at(3))];
}
