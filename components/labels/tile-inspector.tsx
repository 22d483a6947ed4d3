import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { apiQuery } from "@/lib/api-client";
import { tileIndex } from "@/lib/geo/grid";
import { useFormat } from "@/lib/i18n/use-format";
import type { Spectrum } from "../map/cog-reader";
import { PanelSection } from "./panel-section";
import { SpectrumChart } from "./spectrum-chart";
import { TileStanding } from "./statuses/tile-standing";
import { TileHistory } from "./tile-history";
import { TileOpinion } from "./tile-opinion";
import { TilePicture } from "./tile-picture";
import { TileCompany } from "./together/tile-company";
import type { Tile } from "./tools/tool";
import { usePointerPixel } from "./use-pointer-pixel";
import { useTilePixels } from "./use-tile-pixels";
import { useValue } from "./value-store";
import { useWorkspace } from "./workspace-context";

/** The cursor's tile: enlarged in its surroundings, its spectrum, label, history, model's opinion. */
export function TileInspector() {
  const t = useTranslations("labels");
  const { cursor, scene } = useWorkspace();
  const tile = useValue(cursor);
  const settled = useSettled(tile, 90);
  const pixels = useTilePixels(settled);
  return (
    <PanelSection name="tile" title={t("tileTitle", { row: tile.row, col: tile.col })}>
      <TileCompany tile={tile} />
      <TilePicture tile={settled} pixels={pixels} />
      {scene.kind === "chips" && <ChipFacts tile={settled} />}
      <CurrentLabel tile={tile} />
      <TileStanding tile={settled} />
      <TileOpinion tile={settled} />
      <TileSpectrum spectrum={pixels?.spectrum ?? null} />
      <TileHistory tile={settled} />
    </PanelSection>
  );
}

/** Apart from the rest, because it follows the pointer. */
function TileSpectrum({ spectrum }: { spectrum: Spectrum | null }) {
  const { scene } = useWorkspace();
  const pixel = usePointerPixel();
  return <SpectrumChart bands={scene.bands} spectrum={spectrum} pixel={pixel} />;
}

/** The value once it stopped changing: holding an arrow key must not read every tile on the way. */
function useSettled(tile: Tile, milliseconds: number): Tile {
  const [settled, setSettled] = useState(tile);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(tile), milliseconds);
    return () => clearTimeout(timer);
  }, [tile, milliseconds]);
  return settled;
}

function CurrentLabel({ tile }: { tile: Tile }) {
  const t = useTranslations("labels");
  const { session, scene, project } = useWorkspace();
  const byte = useSyncExternalStore(
    session.subscribe,
    () => session.plane[tileIndex(tile, scene.gridCols)] ?? 0,
    () => 0,
  );
  const one = project.classes.find((candidate) => candidate.index + 1 === byte);
  return (
    <p className="mt-2 flex h-7 items-center gap-2 rounded-md border px-2" data-current-label>
      {one ? (
        <>
          <ColourSwatch colour={one.colour} />
          <span className="truncate font-medium">{one.name}</span>
        </>
      ) : (
        <span className="text-muted-foreground">{t("unlabelled")}</span>
      )}
    </p>
  );
}

function ChipFacts({ tile }: { tile: Tile }) {
  const t = useTranslations("labels");
  const format = useFormat();
  const { scene } = useWorkspace();
  const { data } = useQuery(
    apiQuery.scenes.listChips.queryOptions({
      input: { sceneId: scene.id },
      staleTime: Number.POSITIVE_INFINITY,
    }),
  );
  const chip = data?.find((one) => one.row === tile.row && one.col === tile.col);
  if (!chip) return null;
  const rows = [
    [t("chip.file"), chip.name],
    [t("chip.folder"), chip.className],
    [t("chip.split"), chip.split ? t(`split.${chip.split}`) : null],
    [t("chip.size"), `${format.count(chip.widthPx)} × ${format.count(chip.heightPx)} px`],
  ] as const;
  return (
    <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-sm">
      {rows.map(
        ([name, value]) =>
          value !== null && (
            <div key={name} className="contents">
              <dt className="text-muted-foreground">{name}</dt>
              <dd className="truncate text-right" title={value}>
                {value}
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}
