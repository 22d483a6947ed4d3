"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowUp, FileArchive, File as FileIcon, Folder, FolderLock } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { api, apiQuery } from "@/lib/api-client";
import { cn } from "@/lib/cn";
import type { folderEntrySchema } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { isImportable, sceneKindOf } from "./scene-kind";

type FolderEntry = z.infer<typeof folderEntrySchema>;

/** Looks into the folders that an administrator allows; imports a file, or a folder of chips. */
export function FolderBrowser({ projectId }: { projectId: string }) {
  const t = useTranslations("scenes");
  const tCommon = useTranslations("common");
  const mayAllow = useMay("settings.manage");
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const [path, setPath] = useState<string | undefined>(undefined);
  const listing = useQuery(
    apiQuery.scenes.listFolder.queryOptions({
      input: path === undefined ? {} : { path },
      placeholderData: keepPreviousData,
    }),
  );
  const start = useMutation({
    mutationFn: (source: { path: string; kind: "raster" | "chips"; inPlace?: boolean }) =>
      api.scenes.import({
        projectId,
        source: { from: "folder", path: source.path },
        kind: source.kind,
        inPlace: source.inPlace ?? false,
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiQuery.jobs.key() }),
    onError: (error) => {
      const { title, message, hint } = problemText(error);
      toast.error(message || title, { description: hint });
    },
  });
  if (listing.isPending) return <Skeleton className="h-56" />;
  if (listing.isError) {
    return (
      <ErrorState
        error={listing.error}
        onRetry={() => (path === undefined ? void listing.refetch() : setPath(undefined))}
      />
    );
  }
  const { entries, parent } = listing.data;
  const here = listing.data.path;
  if (here === null && entries.length === 0) {
    return (
      <EmptyState
        icon={FolderLock}
        title={t("folders.empty")}
        description={t(mayAllow ? "folders.emptyAllow" : "folders.emptyDescription")}
      >
        {mayAllow && (
          <Button asChild variant="outline">
            <Link href="/administration">{tCommon("nav.administration")}</Link>
          </Button>
        )}
      </EmptyState>
    );
  }
  return (
    <div className="overflow-hidden rounded-md border">
      <div className="flex h-10 items-center gap-1 border-b bg-muted/60 px-2">
        <Button
          variant="ghost"
          size="icon-xs"
          aria-label={t("folders.up")}
          disabled={here === null}
          onClick={() => setPath(parent ?? undefined)}
        >
          <ArrowUp />
        </Button>
        <span className="min-w-0 truncate font-mono text-sm" dir="rtl">
          <bdi>{here ?? t("folders.allowed")}</bdi>
        </span>
        {here !== null && (
          <FolderActions
            starting={
              start.isPending && start.variables.path === here ? start.variables.kind : null
            }
            onImport={(kind) => start.mutate({ path: here, kind })}
          />
        )}
      </div>
      <ul className="h-60 divide-y overflow-y-auto">
        {entries.map((entry) => (
          <EntryRow
            key={entry.path}
            entry={entry}
            starting={start.isPending && start.variables.path === entry.path}
            onOpen={() => setPath(entry.path)}
            onImport={() => start.mutate({ path: entry.path, kind: sceneKindOf(entry.name) })}
            onUseInPlace={() => start.mutate({ path: entry.path, kind: "raster", inPlace: true })}
          />
        ))}
        {entries.length === 0 && (
          <li className="px-3 py-8 text-center text-muted-foreground">{t("folders.nothing")}</li>
        )}
      </ul>
    </div>
  );
}

/** What can be made of the folder that is open. */
function FolderActions({
  starting,
  onImport,
}: {
  starting: "raster" | "chips" | null;
  onImport: (kind: "raster" | "chips") => void;
}) {
  const t = useTranslations("scenes");
  return (
    <span className="ml-auto flex shrink-0 gap-1">
      {(["raster", "chips"] as const).map((kind) => (
        <Button
          key={kind}
          variant="outline"
          size="sm"
          loading={starting === kind}
          onClick={() => onImport(kind)}
        >
          {t(kind === "raster" ? "folders.importBands" : "folders.importChips")}
        </Button>
      ))}
    </span>
  );
}

function EntryRow({
  entry,
  starting,
  onOpen,
  onImport,
  onUseInPlace,
}: {
  entry: FolderEntry;
  starting: boolean;
  onOpen: () => void;
  onImport: () => void;
  onUseInPlace: () => void;
}) {
  const t = useTranslations("scenes");
  const format = useFormat();
  if (entry.kind === "folder") {
    return (
      <li className="flex h-9 items-center gap-2 px-3 hover:bg-accent/50">
        <Folder className="size-4 shrink-0 text-muted-foreground" aria-hidden />
        <button
          type="button"
          className="min-w-0 flex-1 truncate rounded-sm text-left"
          onClick={onOpen}
        >
          {entry.name}
        </button>
      </li>
    );
  }
  const importable = isImportable(entry.name);
  const Icon = sceneKindOf(entry.name) === "chips" ? FileArchive : FileIcon;
  return (
    <li className="flex h-9 items-center gap-2 px-3 hover:bg-accent/50">
      <Icon className="size-4 shrink-0 text-muted-foreground" aria-hidden />
      <span className={cn("min-w-0 flex-1 truncate", !importable && "text-muted-foreground")}>
        {entry.name}
      </span>
      {entry.byteSize !== null && (
        <span className="num text-muted-foreground text-sm">{format.bytes(entry.byteSize)}</span>
      )}
      {/\.tiff?$/i.test(entry.name) && (
        <Button
          variant="ghost"
          size="sm"
          aria-label={t("folders.useInPlaceNamed", { name: entry.name })}
          disabled={starting}
          onClick={onUseInPlace}
        >
          {t("folders.useInPlace")}
        </Button>
      )}
      {importable && (
        <Button
          variant="ghost"
          size="sm"
          aria-label={t("folders.importNamed", { name: entry.name })}
          loading={starting}
          onClick={onImport}
        >
          {t("import.action")}
        </Button>
      )}
    </li>
  );
}
