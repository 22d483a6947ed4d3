"use client";

import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { RecordMenu } from "@/components/records/record-menu";
import { Badge } from "@/components/ui/badge";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { Loaded } from "@/components/ui/loaded";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { RelativeTime } from "@/components/ui/time";
import { apiQuery } from "@/lib/api-client";
import type { Dataset } from "@/lib/contracts/datasets";
import { useFormat } from "@/lib/i18n/use-format";
import { ClassCounts } from "./class-counts";
import { DatasetDownloads, datasetHref } from "./dataset-downloads";
import { readAssignments } from "./frozen-assignments";
import { SplitLegend, SplitPictures } from "./split-picture";
import { useSplitText } from "./use-split-text";

/** A frozen dataset: facts that never change, and what to do with it. */
export function DatasetPage({ datasetId }: { datasetId: string }) {
  const query = useQuery(apiQuery.datasets.get.queryOptions({ input: { datasetId } }));
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
        {(dataset) => <DatasetDetails dataset={dataset} />}
      </Loaded>
    </PageBody>
  );
}

function DatasetDetails({ dataset }: { dataset: Dataset }) {
  const t = useTranslations("datasets");
  const tRecords = useTranslations("records");
  const router = useRouter();
  const mayLaunch = useMay("run.launch");
  const mayChange = useMay("dataset.freeze");
  const mayRemove = useMay("dataset.delete");
  const base = `/projects/${dataset.projectId}`;
  const mergedInto = useMergedInto(dataset.projectId);
  return (
    <>
      <PageHeader
        title={dataset.name}
        badges={
          <>
            <Badge variant="outline">v{dataset.version}</Badge>
            {dataset.archived && <Badge>{tRecords("archived")}</Badge>}
          </>
        }
        description={t("page.immutable")}
        breadcrumbs={<Breadcrumbs items={[{ label: t("title"), href: `${base}/datasets` }]} />}
        actions={
          <>
            <RecordMenu
              kind="dataset"
              record={dataset}
              mayChange={mayChange}
              mayRemove={mayRemove}
              onRemoved={() => router.push(`${base}/datasets`)}
            />
            {mayLaunch && (
              <Button asChild>
                <Link href={`${base}/runs/new?dataset=${dataset.id}`}>
                  <Play />
                  {t("page.train")}
                </Link>
              </Button>
            )}
          </>
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <Card>
            <CardHeader>
              <CardTitle>{t("page.classes")}</CardTitle>
            </CardHeader>
            <CardContent>
              <ClassCounts
                classes={dataset.classes}
                counts={dataset.counts}
                mergedInto={mergedInto}
              />
            </CardContent>
          </Card>
          <PictureCard dataset={dataset} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <FactsCard dataset={dataset} />
          <RecipeCard dataset={dataset} />
        </div>
      </div>
    </>
  );
}

/** Where the labels of a class went since the dataset was frozen; it keeps its own classes. */
function useMergedInto(projectId: string): (classId: string) => string | undefined {
  const project = useQuery(apiQuery.projects.get.queryOptions({ input: { projectId } }));
  const classes = project.data?.classes ?? [];
  return (classId) => {
    const intoId = classes.find((one) => one.id === classId)?.mergedIntoId;
    return intoId && classes.find((one) => one.id === intoId)?.name;
  };
}

function FactsCard({ dataset }: { dataset: Dataset }) {
  const t = useTranslations("datasets");
  const format = useFormat();
  const splitText = useSplitText();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("page.facts")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <DescriptionList
          items={[
            { term: t("page.tiles"), value: format.count(dataset.tileCount) },
            { term: t("page.tileSize"), value: `${dataset.tileSizePx} px` },
            { term: t("page.split"), value: splitText(dataset.split) },
            { term: t("page.scenes"), value: dataset.sceneNames.join(", ") },
            {
              term: t("page.frozen"),
              value: (
                <>
                  <RelativeTime atMs={dataset.createdAtMs} />
                  {dataset.createdBy && ` ${t("page.by", { name: dataset.createdBy.name })}`}
                </>
              ),
            },
            {
              term: t("page.hash"),
              value: (
                <span className="inline-flex items-center gap-1 font-mono">
                  <span title={dataset.contentHash}>{dataset.contentHash.slice(0, 16)}</span>
                  <CopyButton text={dataset.contentHash} size="icon-xs" />
                </span>
              ),
            },
          ]}
        />
        <DatasetDownloads dataset={dataset} />
      </CardContent>
    </Card>
  );
}

function RecipeCard({ dataset }: { dataset: Dataset }) {
  const t = useTranslations("datasets");
  const format = useFormat();
  const { recipe } = dataset;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("page.recipe")}</CardTitle>
        <span className="ml-auto text-muted-foreground text-sm">
          {t("page.dtype", { dtype: recipe.dtype })}
        </span>
      </CardHeader>
      <CardContent>
        <Table>
          <TableHeader>
            <TableRow className="hover:bg-transparent">
              <TableHead className="pl-0">{t("page.band")}</TableHead>
              <TableHead numeric>{t("page.low")}</TableHead>
              <TableHead numeric className="pr-0">
                {t("page.high")}
              </TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {recipe.bands.map((band, index) => (
              <TableRow key={band}>
                <TableCell className="pl-0">
                  <span className="num mr-2 text-muted-foreground">{band}</span>
                  {recipe.bandNames[index]}
                </TableCell>
                <TableCell numeric>{format.number(recipe.low[index] ?? Number.NaN)}</TableCell>
                <TableCell numeric className="pr-0">
                  {format.number(recipe.high[index] ?? Number.NaN)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </CardContent>
    </Card>
  );
}

function PictureCard({ dataset }: { dataset: Dataset }) {
  const t = useTranslations("datasets");
  const { projectId } = dataset;
  const scenes = useQuery(apiQuery.scenes.list.queryOptions({ input: { projectId } }));
  const tiles = useQuery({
    queryKey: ["dataset-tiles", dataset.id],
    queryFn: async ({ signal }) => {
      const response = await fetch(datasetHref.tiles(dataset.id), { signal });
      if (!response.ok) throw new Error(t("page.pictureFailed"));
      return response.text();
    },
    // A dataset never changes.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const assignments =
    tiles.data !== undefined && scenes.data
      ? readAssignments(tiles.data, dataset.sceneIds, scenes.data)
      : null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("page.picture")}</CardTitle>
        <div className="ml-auto">
          <SplitLegend />
        </div>
      </CardHeader>
      <CardContent>
        {assignments && scenes.data ? (
          <SplitPictures scenes={scenes.data} assignments={assignments} />
        ) : tiles.isError ? (
          <p className="text-muted-foreground">{t("page.pictureFailed")}</p>
        ) : (
          <Skeleton className="h-64" />
        )}
      </CardContent>
    </Card>
  );
}
