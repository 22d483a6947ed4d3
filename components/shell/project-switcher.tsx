"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, ChevronsUpDown, LayoutGrid, Plus, Settings } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Link } from "@/components/ui/link";
import { apiQuery } from "@/lib/api-client";

export function ProjectSwitcher({ projectId }: { projectId: string | null }) {
  const t = useTranslations("common");
  const mayWrite = useMay("project.write");
  const projects = useQuery(apiQuery.projects.list.queryOptions());
  const current = projects.data?.find((project) => project.id === projectId);
  const name = projectId ? (current?.name ?? "…") : t("nav.projects");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" className="max-w-56 px-2" aria-label={t("nav.switchProject")}>
          <span className="truncate">{name}</span>
          <ChevronsUpDown className="size-3.5 text-muted-foreground" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-64">
        <DropdownMenuLabel>{t("nav.projects")}</DropdownMenuLabel>
        {projects.data?.map((project) => (
          <DropdownMenuItem key={project.id} asChild>
            <Link href={`/projects/${project.id}`}>
              <span className="truncate">{project.name}</span>
              {project.id === projectId && <Check className="ml-auto" />}
            </Link>
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/projects">
            <LayoutGrid />
            {t("nav.allProjects")}
          </Link>
        </DropdownMenuItem>
        {projectId && (
          <DropdownMenuItem asChild>
            <Link href={`/projects/${projectId}/settings`}>
              <Settings />
              {t("nav.settings")}
            </Link>
          </DropdownMenuItem>
        )}
        {mayWrite && (
          <DropdownMenuItem asChild>
            <Link href="/projects?new=1">
              <Plus />
              {t("palette.newProject")}
            </Link>
          </DropdownMenuItem>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
