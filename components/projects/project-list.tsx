"use client";

import { useQuery } from "@tanstack/react-query";
import { FolderPlus, Plus, SearchX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { apiQuery } from "@/lib/api-client";
import { setAddress } from "@/lib/set-address";
import { CreateProjectDialog } from "./create-project-dialog";
import { ProjectCard } from "./project-card";

/** A search field is worth its place from this many projects on. */
const searchFrom = 7;

const gridClasses = "grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-4";

export function ProjectList() {
  const t = useTranslations("projects");
  const mayWrite = useMay("project.write");
  const creating = useSearchParams().get("new") !== null;
  const [search, setSearch] = useState("");
  const projects = useQuery(apiQuery.projects.list.queryOptions());
  const found = projects.data?.filter((project) =>
    project.name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  const open = () => setAddress("/projects?new=1");
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        actions={
          <>
            {(projects.data?.length ?? 0) >= searchFrom && (
              <Input
                type="search"
                className="w-56"
                placeholder={t("search")}
                aria-label={t("search")}
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
            )}
            {mayWrite && (
              <Button onClick={open}>
                <Plus />
                {t("create.open")}
              </Button>
            )}
          </>
        }
      />
      {projects.isError && (
        <ErrorState
          error={projects.error}
          onRetry={() => void projects.refetch()}
          retrying={projects.isFetching}
        />
      )}
      {projects.isPending && (
        <div className={gridClasses}>
          {["a", "b", "c"].map((key) => (
            <Skeleton key={key} className="h-[18.5rem] rounded-lg" />
          ))}
        </div>
      )}
      {projects.data?.length === 0 && (
        <EmptyState
          icon={FolderPlus}
          title={t("empty.title")}
          description={mayWrite ? t("empty.description") : t("empty.readOnly")}
        >
          {mayWrite && <Button onClick={open}>{t("create.open")}</Button>}
        </EmptyState>
      )}
      {found && found.length > 0 && (
        <div className={gridClasses}>
          {found.map((project) => (
            <ProjectCard key={project.id} project={project} />
          ))}
        </div>
      )}
      {found?.length === 0 && projects.data && projects.data.length > 0 && (
        <EmptyState icon={SearchX} title={t("noMatch", { search })} />
      )}
      <CreateProjectDialog open={creating && mayWrite} onClose={() => setAddress("/projects")} />
    </PageBody>
  );
}
