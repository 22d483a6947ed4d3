"use client";

import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";
import type { Project } from "@/lib/contracts/projects";
import { useFormat } from "@/lib/i18n/use-format";
import { ClassBar } from "./class-bar";
import { Thumbnail } from "./thumbnail";

export function ProjectCard({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const format = useFormat();
  const share = project.tileCount > 0 ? project.labelledCount / project.tileCount : 0;
  return (
    <article className="group relative flex flex-col overflow-hidden rounded-lg border bg-card transition-colors focus-within:border-ring hover:border-ring/60">
      <Thumbnail
        sceneId={project.thumbnailSceneId}
        alt={t("thumbnailOf", { name: project.name })}
        className="aspect-[16/9]"
      />
      {project.simulated && (
        <Tooltip content={tCommon("simulatedHelp")}>
          <Badge className="absolute top-2 right-2 bg-popover/90 text-popover-foreground">
            {tCommon("simulated")}
          </Badge>
        </Tooltip>
      )}
      <div className="flex flex-col gap-2 p-3.5">
        <h2 className="truncate font-semibold text-lg">
          <Link
            href={`/projects/${project.id}`}
            className="after:absolute after:inset-0 focus-visible:outline-none"
          >
            {project.name}
          </Link>
        </h2>
        <p className="line-clamp-2 min-h-10 text-muted-foreground">
          {project.description || t("noDescription")}
        </p>
        {/* Above the link that covers the card, for the tooltips. */}
        <div className="relative">
          <ClassBar project={project} />
        </div>
        <div className="flex items-baseline justify-between gap-3 text-muted-foreground text-sm">
          <span className="num">
            {t("sceneCount", { count: project.sceneCount })} ·{" "}
            {t("labelledShare", { share: format.percent(share) })}
          </span>
          <RelativeTime atMs={project.updatedAtMs} className="relative num" />
        </div>
      </div>
    </article>
  );
}
