import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { CheckList } from "@/components/ui/check-list";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { apiQuery } from "@/lib/api-client";
import type { SplitFilter } from "@/lib/contracts/classes";
import type { Class, Project } from "@/lib/contracts/projects";
import { useFormat } from "@/lib/i18n/use-format";
import { modelsOf } from "./split-models";

/** What is ticked; nothing in a list leaves no tile out. */
export interface SplitChoice {
  sceneIds: string[];
  authorIds: string[];
  modelId: string;
  predictedIds: string[];
}

export const noSplitChoice: SplitChoice = {
  sceneIds: [],
  authorIds: [],
  modelId: "",
  predictedIds: [],
};

/** By which scene, whom, or what a model says, tiles go to the other class. */
export function SplitCriteria({
  project,
  from,
  choice,
  onChange,
}: {
  project: Project;
  from: Class;
  choice: SplitChoice;
  onChange: (choice: SplitChoice, filter: SplitFilter) => void;
}) {
  const t = useTranslations("projects.split");
  const format = useFormat();
  const input = { projectId: project.id, classId: from.id };
  const use = useQuery(apiQuery.classes.getUse.queryOptions({ input }));
  const predictions = useQuery(
    apiQuery.predictions.list.queryOptions({ input: { projectId: project.id } }),
  );
  const models = modelsOf(predictions.data ?? []);
  const model = models.find((one) => one.id === choice.modelId);
  const change = (part: Partial<SplitChoice>) => {
    const next = { ...choice, ...part };
    const asked = models.find((one) => one.id === next.modelId);
    onChange(next, {
      ...(next.sceneIds.length > 0 && { sceneIds: next.sceneIds }),
      ...(next.authorIds.length > 0 && { authorIds: next.authorIds }),
      ...(asked &&
        next.predictedIds.length > 0 && {
          predicted: { predictionIds: asked.predictionIds, classIds: next.predictedIds },
        }),
    });
  };
  if (use.error) return <ErrorNote error={use.error} />;
  if (!use.data) return <div className="h-40" />;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted-foreground text-sm">{t("whichHelp")}</p>
      <CheckList
        title={t("byScene")}
        items={use.data.scenes.map((one) => ({ ...one, id: one.sceneId }))}
        chosen={choice.sceneIds}
        onChange={(sceneIds) => change({ sceneIds })}
      >
        {(one) => <Line name={one.sceneName} count={format.count(one.tileCount)} />}
      </CheckList>
      <CheckList
        title={t("byAuthor")}
        items={use.data.authors}
        chosen={choice.authorIds}
        onChange={(authorIds) => change({ authorIds })}
      >
        {(one) => <Line name={one.name} count={format.count(one.tileCount)} />}
      </CheckList>
      {models.length > 0 && (
        <Field label={t("byPrediction")}>
          {(ids) => (
            <Select
              value={choice.modelId}
              onValueChange={(modelId) => change({ modelId, predictedIds: [] })}
            >
              <SelectTrigger {...ids}>
                <SelectValue placeholder={t("chooseModel")} />
              </SelectTrigger>
              <SelectContent>
                {models.map((one) => (
                  <SelectItem key={one.id} value={one.id}>
                    {t("modelOf", { name: one.name, count: one.sceneCount })}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        </Field>
      )}
      {model && (
        <CheckList
          title={t("predictedAs")}
          items={model.classes}
          chosen={choice.predictedIds}
          onChange={(predictedIds) => change({ predictedIds })}
        >
          {(one) => (
            <Line
              mark={<ColourSwatch colour={one.colour} />}
              name={one.name}
              count={format.count(one.count)}
            />
          )}
        </CheckList>
      )}
    </div>
  );
}

function Line({ mark, name, count }: { mark?: ReactNode; name: string; count: string }) {
  return (
    <>
      {mark}
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="num text-muted-foreground text-sm">{count}</span>
    </>
  );
}
