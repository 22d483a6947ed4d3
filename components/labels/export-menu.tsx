import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { ExportDialog } from "./exports/export-dialog";
import { useFocusMap, useWorkspace } from "./workspace-context";

/** Class maps as GeoTIFFs with one pixel per tile, and the labels: they open in place in QGIS. */
export function ExportMenu() {
  const t = useTranslations("labels");
  const more = useTranslations("exports");
  const [dialogOpen, setDialogOpen] = useState(false);
  const { scene, prediction } = useWorkspace();
  const { chosen } = prediction;
  const focusMap = useFocusMap();
  const links = [
    { href: `/api/downloads/scenes/${scene.id}/labels.tif`, name: t("export.labels") },
    { href: `/api/downloads/scenes/${scene.id}/labels.csv`, name: t("export.labelTable") },
    ...(chosen
      ? [
          {
            href: `/api/downloads/predictions/${chosen.id}/classes.tif`,
            name: t("export.classes"),
          },
          {
            href: `/api/downloads/predictions/${chosen.id}/confidence.tif`,
            name: t("export.confidence"),
          },
          {
            href: `/api/downloads/predictions/${chosen.id}/tiles.csv`,
            name: t("export.predictionTable"),
          },
        ]
      : []),
  ];
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-xs" aria-label={t("export.title")}>
            <Download />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" onCloseAutoFocus={focusMap}>
          <DropdownMenuLabel>{t("export.title")}</DropdownMenuLabel>
          {links.map(({ href, name }) => (
            <DropdownMenuItem key={href} asChild>
              <a href={href} download>
                {name}
              </a>
            </DropdownMenuItem>
          ))}
          <DropdownMenuItem onSelect={() => setDialogOpen(true)}>{more("more")}</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {dialogOpen && <ExportDialog open onClose={() => setDialogOpen(false)} />}
    </>
  );
}
