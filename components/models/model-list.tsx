"use client";

import { useQuery } from "@tanstack/react-query";
import { Box } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { formatMetric } from "@/components/charts/format";
import { ArchiveSwitch } from "@/components/records/archive-switch";
import { RecordMenu } from "@/components/records/record-menu";
import { useArchiveView } from "@/components/records/use-archive-view";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type ColumnDef, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Loaded } from "@/components/ui/loaded";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { authorColumn, createdColumn, nameColumn } from "@/components/ui/record-columns";
import { Skeleton } from "@/components/ui/skeleton";
import { apiQuery } from "@/lib/api-client";
import type { Model } from "@/lib/contracts/models";
import { useFormat } from "@/lib/i18n/use-format";
import { DefaultLine } from "./review/default-line";
import { ReviewBadge } from "./review/review-badge";

export function modelBytes(model: Model): number {
  return model.manifest.files.reduce((sum, file) => sum + file.bytes, 0);
}

/** All models trained in a project. */
export function ModelList({ projectId }: { projectId: string }) {
  const t = useTranslations("models");
  const query = useQuery(apiQuery.models.list.queryOptions({ input: { projectId } }));
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <Loaded query={query} placeholder={<Skeleton className="h-64" />}>
        {(models) =>
          models.length === 0 ? (
            <EmptyState icon={Box} title={t("empty.title")} description={t("empty.text")}>
              <Button asChild>
                <Link href={`/projects/${projectId}/runs/new`}>{t("empty.action")}</Link>
              </Button>
            </EmptyState>
          ) : (
            <ModelTable projectId={projectId} models={models} />
          )
        }
      </Loaded>
    </PageBody>
  );
}

function ModelTable({ projectId, models }: { projectId: string; models: readonly Model[] }) {
  const t = useTranslations("models");
  const router = useRouter();
  const columns = useModelColumns();
  const { rows, archive } = useArchiveView(models);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3 empty:hidden">
        <DefaultLine projectId={projectId} />
        <ArchiveSwitch {...archive} />
      </div>
      <DataTable
        aria-label={t("title")}
        columns={columns}
        rows={rows}
        rowId={(model) => model.id}
        initialSorting={[{ id: "when", desc: true }]}
        onRowClick={(model) => router.push(`/projects/${projectId}/models/${model.id}`)}
      />
    </div>
  );
}

function useModelColumns(): ColumnDef<Model>[] {
  const t = useTranslations("models");
  const tRecords = useTranslations("records");
  const tReview = useTranslations("review");
  const format = useFormat();
  const mayChange = useMay("model.write");
  const mayRemove = useMay("run.delete");
  return useMemo(() => {
    const score = (
      id: "macroF1" | "accuracy",
      metric: string,
      read: (model: Model) => number | null,
    ): ColumnDef<Model> => ({
      id,
      header: t(`columns.${id}`),
      accessorFn: (model) => read(model) ?? undefined,
      sortUndefined: "last",
      meta: { numeric: true },
      cell: ({ row }) => formatMetric(metric, read(row.original) ?? undefined, format.locale),
    });
    return [
      nameColumn(
        t("columns.name"),
        (one) => `/projects/${one.projectId}/models/${one.id}`,
        "max-w-80",
      ),
      {
        id: "review",
        header: tReview("column"),
        accessorFn: (model) => model.review?.status ?? "",
        cell: ({ row }) => <ReviewBadge model={row.original} />,
      },
      {
        id: "method",
        header: t("columns.method"),
        accessorFn: (model) => model.method,
        cell: ({ row }) => t(`method.${row.original.method}`),
      },
      {
        id: "base",
        header: t("columns.base"),
        accessorFn: (model) => model.baseModel,
        meta: { className: "max-w-56 truncate" },
      },
      score("macroF1", "macro_f1", (model) => model.macroF1),
      score("accuracy", "accuracy", (model) => model.accuracy),
      {
        id: "scoredOn",
        header: t("columns.scoredOn"),
        accessorFn: (model) => model.scoredOn,
        cell: ({ row }) => (
          <span className="text-muted-foreground">{t(`scoredOn.${row.original.scoredOn}`)}</span>
        ),
      },
      {
        id: "size",
        header: t("columns.size"),
        accessorFn: modelBytes,
        meta: { numeric: true },
        cell: ({ row }) => format.bytes(modelBytes(row.original)),
      },
      authorColumn(t("columns.by")),
      createdColumn(t("columns.when")),
      {
        id: "actions",
        header: "",
        enableSorting: false,
        meta: { className: "w-20 whitespace-nowrap text-right" },
        cell: ({ row }) => (
          <>
            {row.original.archived && <Badge>{tRecords("archived")}</Badge>}
            <RecordMenu
              small
              kind="model"
              record={row.original}
              mayChange={mayChange}
              mayRemove={mayRemove}
            />
          </>
        ),
      },
    ];
  }, [t, tRecords, tReview, format, mayChange, mayRemove]);
}
