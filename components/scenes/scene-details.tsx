"use client";

import { Info } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Thumbnail } from "@/components/projects/thumbnail";
import { CopyButton } from "@/components/ui/copy-button";
import { type Description, DescriptionList } from "@/components/ui/description-list";
import {
  Sheet,
  SheetBody,
  SheetContent,
  SheetDescription,
  SheetHeader,
  SheetTitle,
} from "@/components/ui/sheet";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { RelativeTime } from "@/components/ui/time";
import { bandWavelengths } from "@/lib/band-wavelength";
import type { Scene } from "@/lib/contracts/scenes";
import { crsName } from "@/lib/crs-name";
import { useFormat } from "@/lib/i18n/use-format";
import { useSaid } from "@/lib/i18n/use-said";
import { BandNamesDialog } from "./band-names-dialog";
import { Histogram } from "./histogram";
import { groundSampleText, sizeText } from "./scene-facts";

/** Everything that the importer found out about a scene. */
export function SceneDetails({
  scene,
  open,
  onClose,
}: {
  scene: Scene;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("scenes");
  const said = useSaid();
  const items = useDescriptions(scene);
  return (
    <Sheet open={open} onOpenChange={(next) => !next && onClose()}>
      <SheetContent className="w-[min(44rem,100vw)]">
        <SheetHeader>
          <SheetTitle className="truncate">{scene.name}</SheetTitle>
          <SheetDescription>{t(`kind.${scene.kind}`)}</SheetDescription>
        </SheetHeader>
        <SheetBody className="flex flex-col gap-5">
          <div className="flex items-start gap-4">
            <Thumbnail
              sceneId={scene.id}
              alt={t("thumbnailOf", { name: scene.name })}
              className="size-44 shrink-0 rounded-md"
            />
            <DescriptionList items={items} className="flex-1" />
          </div>
          {scene.notes.length > 0 && (
            <section>
              <h3 className="mb-1.5 font-medium">{t("details.notes")}</h3>
              <ul className="flex flex-col gap-1.5">
                {scene.notes.map((note) => (
                  <li key={note.code + note.message} className="flex gap-2 text-muted-foreground">
                    <Info className="mt-0.5 size-3.5 shrink-0" aria-hidden />
                    {said(note).message}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <BandTable scene={scene} />
        </SheetBody>
      </SheetContent>
    </Sheet>
  );
}

function useDescriptions(scene: Scene): Description[] {
  const t = useTranslations("scenes");
  const format = useFormat();
  const bounds = scene.extentLonLat?.map((degree) => degree.toFixed(4)).join(", ");
  const rows: [string, Description["value"] | null | undefined][] = [
    [t("details.size"), sizeText(scene, format.count)],
    [
      t("details.chips"),
      scene.chips &&
        t("details.chipsValue", {
          count: format.count(scene.chips.count),
          size: scene.chips.cellSizePx,
        }),
    ],
    [t("details.chipClasses"), scene.chips?.classes.join(", ")],
    [t("details.chipSplits"), scene.chips?.splits.join(", ")],
    [t("details.groundSample"), groundSampleText(scene, format.number)],
    [
      t("details.grid"),
      t("details.gridValue", {
        rows: format.count(scene.gridRows),
        cols: format.count(scene.gridCols),
        size: scene.tileSizePx,
      }),
    ],
    [
      t("details.crs"),
      crsName(scene.crs) ?? (scene.crs.wkt ? t("details.customCrs") : t("details.noCrs")),
    ],
    [t("details.bounds"), bounds],
    [t("details.dtype"), scene.dtype],
    [t("details.nodata"), scene.nodata ?? (scene.hasMask ? t("details.mask") : null)],
    [
      t("details.reference"),
      scene.reference && (
        <span key="reference" className="break-all">
          {scene.reference.address}
        </span>
      ),
    ],
    [t(scene.reference ? "details.fileSize" : "details.byteSize"), format.bytes(scene.byteSize)],
    [t("details.imported"), <RelativeTime key="time" atMs={scene.createdAtMs} />],
    [t("details.importedBy"), scene.importedBy?.name],
    [
      scene.reference ? t("details.version") : "SHA-256",
      <span key="hash" className="inline-flex items-center gap-1 font-mono text-sm">
        {scene.sha256.slice(0, 12)}…
        <CopyButton text={scene.sha256} size="icon-xs" />
      </span>,
    ],
  ];
  return rows
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([term, value]) => ({ term, value }));
}

function BandTable({ scene }: { scene: Scene }) {
  const me = useMe();
  const wavelengths = bandWavelengths(scene.bands);
  const t = useTranslations("scenes");
  const format = useFormat();
  return (
    <section>
      <div className="mb-1.5 flex items-center justify-between">
        <h3 className="font-medium">{t("details.bands")}</h3>
        {me.permissions.includes("scene.import") && <BandNamesDialog scene={scene} />}
      </div>
      <div className="overflow-hidden rounded-md border">
        <Table>
          <TableHeader>
            <TableRow>
              <TableHead numeric>#</TableHead>
              <TableHead>{t("details.bandName")}</TableHead>
              <TableHead numeric>nm</TableHead>
              <TableHead numeric>{t("details.min")}</TableHead>
              <TableHead numeric>{t("details.mean")}</TableHead>
              <TableHead numeric>{t("details.max")}</TableHead>
              <TableHead numeric>{t("details.valid")}</TableHead>
              <TableHead>{t("details.histogram")}</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {scene.bands.map((band, place) => (
              <TableRow key={band.index}>
                <TableCell numeric>{band.index}</TableCell>
                <TableCell className="max-w-40 truncate" title={band.description ?? undefined}>
                  {band.name}
                </TableCell>
                <TableCell numeric>
                  {wavelengths[place] == null ? "" : format.number(wavelengths[place])}
                </TableCell>
                <TableCell numeric>{format.number(band.min)}</TableCell>
                <TableCell numeric>{format.number(band.mean)}</TableCell>
                <TableCell numeric>{format.number(band.max)}</TableCell>
                <TableCell numeric>{format.percent(band.validFraction)}</TableCell>
                <TableCell>
                  <Histogram band={band} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </section>
  );
}
