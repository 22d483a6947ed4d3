"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { noValue } from "@/components/charts/format";
import { RecordMenu } from "@/components/records/record-menu";
import { ModelFiles } from "@/components/runs/model-files";
import { Badge } from "@/components/ui/badge";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { Loaded } from "@/components/ui/loaded";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat } from "@/components/ui/stat";
import { RelativeTime } from "@/components/ui/time";
import { apiQuery } from "@/lib/api-client";
import type { Model } from "@/lib/contracts/models";
import { useFormat } from "@/lib/i18n/use-format";
import { ModelSnippets } from "./model-snippets";
import { ReviewBadge } from "./review/review-badge";
import { ReviewCard } from "./review/review-card";

/** One model: its card, files, how to use it, and (as children) what was predicted with it. */
export function ModelPage({ modelId, children }: { modelId: string; children: ReactNode }) {
  const query = useQuery(apiQuery.models.get.queryOptions({ input: { modelId } }));
  return (
    <PageBody>
      <Loaded
        query={query}
        placeholder={
          <>
            <Skeleton className="h-14" />
            <Skeleton className="h-96" />
          </>
        }
      >
        {(model) => <ModelDetails model={model}>{children}</ModelDetails>}
      </Loaded>
    </PageBody>
  );
}

function ModelDetails({ model, children }: { model: Model; children: ReactNode }) {
  const t = useTranslations("models");
  const tRecords = useTranslations("records");
  const router = useRouter();
  const mayChange = useMay("model.write");
  const mayRemove = useMay("run.delete");
  const base = `/projects/${model.projectId}`;
  return (
    <>
      <PageHeader
        title={model.name}
        badges={
          <>
            <Badge>{t(`method.${model.method}`)}</Badge>
            {model.review && <ReviewBadge model={model} />}
            {model.archived && <Badge>{tRecords("archived")}</Badge>}
          </>
        }
        breadcrumbs={<Breadcrumbs items={[{ label: t("title"), href: `${base}/models` }]} />}
        actions={
          <>
            <RecordMenu
              kind="model"
              record={model}
              mayChange={mayChange}
              mayRemove={mayRemove}
              onRemoved={() => router.push(`${base}/models`)}
            />
            <Button asChild variant="outline">
              <Link href={`${base}/runs/${model.runId}?tab=result`}>
                <Workflow />
                {t("page.run")}
              </Link>
            </Button>
          </>
        }
      />
      {model.manifest.onnxPath === null && (
        <p className="flex items-center gap-2">
          <TriangleAlert className="size-4 text-warning" aria-hidden />
          {t("page.noOnnx")}
        </p>
      )}
      {children}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <ModelFiles manifest={model.manifest} modelId={model.id} />
          <ModelSnippets model={model} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <ReviewCard model={model} />
          <ModelCard model={model} />
        </div>
      </div>
    </>
  );
}

/** Lets a name such as ConvNextForImageClassification break between its words. */
function breakable(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1\u200b$2");
}

function ModelCard({ model }: { model: Model }) {
  const t = useTranslations("models");
  const format = useFormat();
  const dataset = useQuery(
    apiQuery.datasets.get.queryOptions({ input: { datasetId: model.datasetId } }),
  );
  const { recipe, manifest } = model;
  const score = (value: number | null) => (value === null ? noValue : value.toFixed(4));
  const part = t("page.onPart", { part: t(`scoredOn.${model.scoredOn}`) });
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("page.card")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-5">
        <div className="grid grid-cols-2 gap-4">
          <Stat label={t("page.macroF1")} value={score(model.macroF1)} note={part} />
          <Stat label={t("page.accuracy")} value={score(model.accuracy)} note={part} />
        </div>
        <DescriptionList
          items={[
            { term: t("page.architecture"), value: breakable(manifest.architecture) },
            { term: t("page.base"), value: model.baseModel },
            { term: t("page.method"), value: t(`method.${model.method}`) },
            {
              term: t("page.dataset"),
              value: (
                <Link
                  href={`/projects/${model.projectId}/datasets/${model.datasetId}`}
                  className="text-primary hover:underline"
                >
                  {dataset.data ? `${dataset.data.name} · v${dataset.data.version}` : "…"}
                </Link>
              ),
            },
            {
              term: t("page.input"),
              value: t("page.inputValue", { bands: manifest.bands, size: manifest.inputSizePx }),
            },
            { term: t("page.tileSize"), value: `${model.tileSizePx} px` },
            {
              term: t("page.bands"),
              value: recipe.bands
                .map((band, index) => {
                  const name = recipe.bandNames[index] ?? "";
                  const low = format.number(recipe.low[index] ?? Number.NaN, 3);
                  const high = format.number(recipe.high[index] ?? Number.NaN, 3);
                  return `${band} ${name} (${low}–${high})`;
                })
                .join(", "),
            },
            {
              term: t("page.created"),
              value: (
                <>
                  <RelativeTime atMs={model.createdAtMs} />
                  {model.createdBy && ` ${t("page.by", { name: model.createdBy.name })}`}
                </>
              ),
            },
          ]}
        />
        <section>
          <h3 className="mb-1.5 text-muted-foreground">{t("page.classes")}</h3>
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {model.classes.map((one) => (
              <li key={one.id} className="flex items-center gap-1.5">
                <ColourSwatch colour={one.colour} />
                {one.name}
              </li>
            ))}
          </ul>
        </section>
      </CardContent>
    </Card>
  );
}
