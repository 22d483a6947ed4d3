import { skipToken, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { apiQuery } from "@/lib/api-client";
import { tileIndex } from "@/lib/geo/grid";
import { useFormat } from "@/lib/i18n/use-format";
import type { Tile } from "./tools/tool";
import { useWorkspace } from "./workspace-context";

const classesShown = 3;

/** What the chosen prediction says about the tile, and how sure it is. */
export function TileOpinion({ tile }: { tile: Tile }) {
  const t = useTranslations("labels");
  const format = useFormat();
  const { scene, prediction } = useWorkspace();
  const { chosen, planes } = prediction;
  const model = useQuery(
    apiQuery.models.get.queryOptions({ input: chosen ? { modelId: chosen.modelId } : skipToken }),
  );
  const opinion = useQuery(
    apiQuery.models.predictTile.queryOptions({
      input: chosen
        ? { modelId: chosen.modelId, sceneId: scene.id, row: tile.row, col: tile.col }
        : skipToken,
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
  );
  if (!chosen || !planes) return null;
  const cell = tileIndex(tile, scene.gridCols);
  const predicted = chosen.classes.find((one) => one.index + 1 === planes.classes[cell]);
  const ranked = (opinion.data?.probabilities ?? [])
    .map((probability, position) => ({ probability, one: model.data?.classes[position] }))
    .sort((first, second) => second.probability - first.probability)
    .slice(0, classesShown);
  return (
    <div className="mt-3">
      <h3 className="truncate text-muted-foreground text-sm">
        {t("opinionOf", { model: chosen.modelName })}
      </h3>
      {predicted && (
        <p className="mt-1 flex items-center gap-2">
          <ColourSwatch colour={predicted.colour} />
          <span className="truncate font-medium">{predicted.name}</span>
          <span className="num ml-auto">
            {format.percent((planes.confidence[cell] ?? 0) / 255, 0)}
          </span>
        </p>
      )}
      {ranked.length > 0 && (
        <ul className="mt-1 flex flex-col gap-0.5">
          {ranked.map(({ one, probability }) => (
            <li
              key={one?.id ?? probability}
              className="grid grid-cols-[5.5rem_1fr_2.5rem] items-center gap-2 text-muted-foreground text-sm"
            >
              <span className="truncate">{one?.name}</span>
              <span aria-hidden className="h-1 overflow-hidden rounded-full bg-secondary">
                <span
                  className="block h-full rounded-full"
                  style={{ width: `${probability * 100}%`, backgroundColor: one?.colour }}
                />
              </span>
              <span className="num text-right">{format.percent(probability, 0)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
