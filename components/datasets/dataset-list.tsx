"use client";

import { useQuery } from "@tanstack/react-query";
import { Database, FileSpreadsheet, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { ArchiveSwitch } from "@/components/records/archive-switch";
import { RecordMenu } from "@/components/records/record-menu";
import { useArchiveView } from "@/components/records/use-archive-view";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { type ColumnDef, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Loaded } from "@/components/ui/loaded";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { authorColumn, createdColumn, nameColumn } from "@/components/ui/record-columns";
import { Skeleton } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import type { Dataset } from "@/lib/contracts/datasets";
import { useFormat } from "@/lib/i18n/use-format";
import { PartsBar } from "./class-counts";
import { datasetHref } from "./dataset-downloads";

/** All datasets of a project, newest first. */
export function DatasetList({ projectId }: { projectId: string }) {
  const t = useTranslations("datasets");
  const query = useQuery(apiQuery.datasets.list.queryOptions({ input: { projectId } }));
  const mayFreeze = useMay("dataset.freeze");
  const newHref = `/projects/${projectId}/datasets/new`;
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          mayFreeze && (
            <Button asChild>
              <Link href={newHref}>
                <Plus />
                {t("new")}
              </Link>
            </Button>
          )
        }
      />
      <Loaded query={query} placeholder={<Skeleton className="h-64" />}>
        {(datasets) =>
          datasets.length === 0 ? (
            <EmptyState icon={Database} title={t("empty.title")} description={t("empty.text")}>
              {mayFreeze && (
                <Button asChild>
                  <Link href={newHref}>{t("empty.action")}</Link>
                </Button>
              )}
              <Button asChild variant="outline">
                <Link href={`/projects/${projectId}/label`}>{t("empty.label")}</Link>
              </Button>
            </EmptyState>
          ) : (
            <DatasetTable projectId={projectId} datasets={datasets} />
          )
        }
      </Loaded>
    </PageBody>
  );
}

function DatasetTable({
  projectId,
  datasets,
}: {
  projectId: string;
  datasets: readonly Dataset[];
}) {
  const t = useTranslations("datasets");
  const router = useRouter();
  const columns = useDatasetColumns();
  const { rows, archive } = useArchiveView(datasets);
  return (
    <div className="flex flex-col gap-3">
      <ArchiveSwitch {...archive} />
      <DataTable
        aria-label={t("title")}
        columns={columns}
        rows={rows}
        rowId={(dataset) => dataset.id}
        initialSorting={[{ id: "version", desc: true }]}
        onRowClick={(dataset) => router.push(`/projects/${projectId}/datasets/${dataset.id}`)}
      />
    </div>
  );
}

function useDatasetColumns(): ColumnDef<Dataset>[] {
  const t = useTranslations("datasets");
  const tRecords = useTranslations("records");
  const format = useFormat();
  const mayChange = useMay("dataset.freeze");
  const mayRemove = useMay("dataset.delete");
  return useMemo(
    () => [
      {
        id: "version",
        header: t("columns.version"),
        accessorFn: (dataset) => dataset.version,
        meta: { numeric: true, className: "w-20" },
        cell: ({ row }) => `v${row.original.version}`,
      },
      nameColumn(t("columns.name"), (one) => `/projects/${one.projectId}/datasets/${one.id}`),
      {
        id: "classes",
        header: t("columns.classes"),
        accessorFn: (dataset) => dataset.classes.length,
        cell: ({ row: { original } }) => (
          <Tooltip content={original.classes.map((one) => one.name).join(", ")}>
            <span className="inline-flex items-center gap-1">
              {original.classes.slice(0, 12).map((one) => (
                <ColourSwatch key={one.id} colour={one.colour} className="size-2.5" />
              ))}
              <span className="num ml-1 text-muted-foreground">{original.classes.length}</span>
            </span>
          </Tooltip>
        ),
      },
      {
        id: "tiles",
        header: t("columns.tiles"),
        accessorFn: (dataset) => dataset.tileCount,
        meta: { numeric: true },
        cell: ({ row }) => format.count(row.original.tileCount),
      },
      {
        id: "parts",
        header: t("columns.parts"),
        enableSorting: false,
        cell: ({ row: { original } }) => (
          <span className="flex items-center gap-3">
            <span className="w-28">
              <PartsBar counts={original.counts} most={original.tileCount} />
            </span>
            <span className="num text-muted-foreground">
              {[original.counts.train, original.counts.val, original.counts.test]
                .map(format.count)
                .join(" / ")}
            </span>
          </span>
        ),
      },
      {
        id: "split",
        header: t("columns.split"),
        accessorFn: (dataset) => dataset.split.kind,
        cell: ({ row }) => t(`splitKind.${row.original.split.kind}`),
      },
      authorColumn(t("columns.by")),
      createdColumn(t("columns.when")),
      {
        id: "downloads",
        header: "",
        enableSorting: false,
        meta: { className: "w-24 whitespace-nowrap text-right" },
        cell: ({ row }) => (
          <>
            {row.original.archived && <Badge>{tRecords("archived")}</Badge>}
            <Tooltip content={t("download.csvHelp")}>
              <Button asChild variant="ghost" size="icon-xs">
                <a
                  href={datasetHref.table(row.original.id)}
                  download
                  aria-label={`${t("download.csv")}: ${row.original.name}`}
                  onClick={(event) => event.stopPropagation()}
                >
                  <FileSpreadsheet />
                </a>
              </Button>
            </Tooltip>
            <RecordMenu
              small
              kind="dataset"
              record={row.original}
              mayChange={mayChange}
              mayRemove={mayRemove}
            />
          </>
        ),
      },
    ],
    [t, tRecords, format, mayChange, mayRemove],
  );
}
