import { useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ConfusionMatrix } from "@/components/charts/confusion-matrix";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { apiQuery } from "@/lib/api-client";
import { cn } from "@/lib/cn";
import type { Agreement } from "@/lib/contracts/opinions";
import type { Project } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import { SceneChoice } from "./scene-choice";

/** How far people agree: over all, class by class, person against person. */
export function AgreementPanel({
  project,
  scenes,
}: {
  project: Project;
  scenes: readonly Scene[];
}) {
  const t = useTranslations("opinions");
  const [sceneId, setSceneId] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const query = useQuery(
    apiQuery.opinions.getAgreement.queryOptions({
      input: { projectId: project.id, ...(sceneId && { sceneId }) },
    }),
  );
  const agreement = query.data;
  return (
    <div className="flex flex-col gap-4">
      <SceneChoice
        scenes={scenes}
        value={sceneId}
        onChoose={(id) => {
          setSceneId(id);
          setChosen(0);
        }}
      />
      {query.isPending && <Skeleton className="h-96" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {agreement && agreement.tileCount === 0 && (
        <EmptyState icon={Users} title={t("agree.none")} description={t("agree.noneHelp")} />
      )}
      {agreement && agreement.tileCount > 0 && (
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-4">
            <Alpha agreement={agreement} project={project} pair={chosen} />
            <Pairs agreement={agreement} chosen={chosen} onChoose={setChosen} />
          </div>
          <PairMatrix agreement={agreement} project={project} pair={chosen} />
        </div>
      )}
    </div>
  );
}

/** Three decimals, as papers print them; a dash where it is not defined. */
function useCoefficient() {
  const t = useTranslations("opinions");
  return (value: number | null) =>
    value === null ? <span title={t("agree.notDefined")}>–</span> : value.toFixed(3);
}

type Part = { agreement: Agreement; project: Project; pair: number };

function Alpha({ agreement, project, pair }: Part) {
  const t = useTranslations("opinions");
  const format = useFormat();
  const coefficient = useCoefficient();
  const chosen = agreement.pairs[pair];
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("agree.alpha")}</CardTitle>
        <CardDescription>{t("agree.alphaHelp")}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <p className="flex items-baseline gap-6">
          <span className="num font-semibold text-3xl" data-alpha={agreement.alpha}>
            {coefficient(agreement.alpha)}
          </span>
          <span className="num text-muted-foreground">
            {t("agree.tiles")}: {format.count(agreement.tileCount)}
          </span>
        </p>
        <table className="w-full text-sm">
          <caption className="pb-1 text-left text-muted-foreground">{t("agree.perClass")}</caption>
          <thead className="text-muted-foreground">
            <tr className="border-b *:py-1 *:font-normal">
              <th className="text-left">{t("agree.class")}</th>
              <th className="text-right">{t("agree.alpha")}</th>
              <th className="text-right">{t("agree.kappa")}</th>
            </tr>
          </thead>
          <tbody>
            {agreement.classIds.map((id, place) => {
              const one = project.classes.find((candidate) => candidate.id === id);
              return (
                <tr key={id} className="border-b last:border-b-0 *:py-1">
                  <td>
                    <span className="flex items-center gap-2">
                      <ColourSwatch colour={one?.colour ?? "#888888"} />
                      {one?.name}
                    </span>
                  </td>
                  <td className="num text-right">
                    {coefficient(agreement.classAlphas[place] ?? null)}
                  </td>
                  <td className="num text-right">
                    {coefficient(chosen?.classKappas[place] ?? null)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </CardContent>
    </Card>
  );
}

function Pairs({
  agreement,
  chosen,
  onChoose,
}: {
  agreement: Agreement;
  chosen: number;
  onChoose: (pair: number) => void;
}) {
  const t = useTranslations("opinions");
  const format = useFormat();
  const coefficient = useCoefficient();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("agree.pairs")}</CardTitle>
      </CardHeader>
      <CardContent>
        <table className="w-full text-sm">
          <thead className="text-muted-foreground">
            <tr className="border-b *:py-1 *:font-normal">
              <th className="text-left" />
              <th className="text-right">{t("agree.tileCount")}</th>
              <th className="text-right">{t("agree.agreement")}</th>
              <th className="text-right">{t("agree.kappa")}</th>
            </tr>
          </thead>
          <tbody>
            {agreement.pairs.map((pair, place) => (
              <tr
                key={`${pair.a.id} ${pair.b.id}`}
                className={cn("border-b last:border-b-0 *:py-1", place === chosen && "bg-accent")}
              >
                <td>
                  <button
                    type="button"
                    aria-pressed={place === chosen}
                    className="w-full px-1 text-left"
                    onClick={() => onChoose(place)}
                  >
                    {t("agree.pair", { a: pair.a.name, b: pair.b.name })}
                  </button>
                </td>
                <td className="num text-right">{format.count(pair.tileCount)}</td>
                <td className="num text-right">{format.percent(pair.agreement)}</td>
                <td className="num pr-1 text-right" data-kappa={pair.kappa}>
                  {coefficient(pair.kappa)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </CardContent>
    </Card>
  );
}

function PairMatrix({ agreement, project, pair }: Part) {
  const t = useTranslations("opinions");
  const format = useFormat();
  const chosen = agreement.pairs[pair];
  if (!chosen) return null;
  const classes = agreement.classIds.map((id) => {
    const one = project.classes.find((candidate) => candidate.id === id);
    return { name: one?.name ?? "–", colour: one?.colour ?? "#888888" };
  });
  const nameOf = (place: number) => classes[place]?.name ?? "–";
  const names = { a: chosen.a.name, b: chosen.b.name };
  return (
    <Card className="min-w-0">
      <CardHeader>
        <CardTitle>{t("agree.matrix", names)}</CardTitle>
      </CardHeader>
      <CardContent>
        <ConfusionMatrix
          classes={classes}
          counts={chosen.matrix}
          formatCell={(cell) => (cell.count === 0 ? "·" : format.count(cell.count))}
          describeCell={(cell) =>
            `${names.a}: ${nameOf(cell.row)} · ${names.b}: ${nameOf(cell.col)} · ${format.count(cell.count)}`
          }
          rowsTitle={names.a}
          columnsTitle={names.b}
        />
      </CardContent>
    </Card>
  );
}
