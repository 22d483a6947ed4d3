"use client";

import { Ellipsis, Info, Pencil, Tags, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Thumbnail } from "@/components/projects/thumbnail";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import { DeleteSceneDialog } from "./delete-scene-dialog";
import { RenameSceneDialog } from "./rename-scene-dialog";
import { SceneDetails } from "./scene-details";
import { groundSampleText, labelledShare, sizeText } from "./scene-facts";

/** A scene with its picture, its facts in one line and how much of it is labelled. */
export function SceneCard({ scene }: { scene: Scene }) {
  const t = useTranslations("scenes");
  const format = useFormat();
  const [panel, setPanel] = useState<ScenePanel | null>(null);
  const close = () => setPanel(null);
  const share = labelledShare(scene);
  const href = `/projects/${scene.projectId}/label?scene=${scene.id}`;
  const facts = [
    scene.kind === "chips"
      ? t("chipCount", { count: scene.tileCount })
      : sizeText(scene, format.count),
    t("bandCount", { count: scene.bandCount }),
    scene.kind === "chips" ? null : groundSampleText(scene, format.number),
  ].filter((fact) => fact !== null);
  return (
    <article className="relative flex flex-col overflow-hidden rounded-lg border bg-card transition-colors focus-within:border-ring hover:border-ring/60">
      <Thumbnail
        sceneId={scene.id}
        alt={t("thumbnailOf", { name: scene.name })}
        className="aspect-[4/3]"
      />
      {scene.kind === "chips" && (
        <Badge className="absolute top-2 left-2 bg-popover/90 text-popover-foreground">
          {t("kind.chips")}
        </Badge>
      )}
      {scene.reference && (
        <Badge
          className="absolute top-2 left-2 bg-popover/90 text-popover-foreground"
          title={scene.reference.address}
        >
          {t("inPlace")}
        </Badge>
      )}
      <div className="flex flex-1 flex-col gap-1.5 p-3">
        <div className="flex items-start gap-1">
          <h3 className="min-w-0 flex-1 truncate font-medium" title={scene.name}>
            <Link href={href} className="after:absolute after:inset-0 focus-visible:outline-none">
              {scene.name}
            </Link>
          </h3>
          <SceneMenu scene={scene} href={href} onChoose={setPanel} />
        </div>
        <p className="num truncate text-muted-foreground text-sm">{facts.join(" · ")}</p>
        <Progress
          value={share}
          className="mt-auto h-1"
          aria-label={t("labelledShare", { share: format.percent(share) })}
        />
        <p className="num text-muted-foreground text-sm">
          {t("labelledTiles", {
            share: format.percent(share),
            labelled: format.count(scene.labelledCount),
            total: format.count(scene.tileCount),
          })}
        </p>
      </div>
      <SceneDetails scene={scene} open={panel === "details"} onClose={close} />
      <RenameSceneDialog scene={scene} open={panel === "rename"} onClose={close} />
      <DeleteSceneDialog scene={scene} open={panel === "delete"} onClose={close} />
    </article>
  );
}

type ScenePanel = "details" | "rename" | "delete";

function SceneMenu({
  scene,
  href,
  onChoose,
}: {
  scene: Scene;
  href: string;
  onChoose: (panel: ScenePanel) => void;
}) {
  const t = useTranslations("scenes");
  const mayImport = useMay("scene.import");
  const mayDelete = useMay("scene.delete");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon-xs"
          className="relative -mt-1 -mr-1.5"
          aria-label={t("actionsOf", { name: scene.name })}
        >
          <Ellipsis />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem asChild>
          <Link href={href}>
            <Tags />
            {t("label")}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => onChoose("details")}>
          <Info />
          {t("details.open")}
        </DropdownMenuItem>
        {mayImport && (
          <DropdownMenuItem onSelect={() => onChoose("rename")}>
            <Pencil />
            {t("rename.open")}
          </DropdownMenuItem>
        )}
        {mayDelete && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem variant="destructive" onSelect={() => onChoose("delete")}>
              <Trash2 />
              {t("delete.open")}
            </DropdownMenuItem>
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
