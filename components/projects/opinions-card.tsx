import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { LeaveWarning } from "@/components/ui/leave-warning";
import { NumberInput } from "@/components/ui/number-input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Slider } from "@/components/ui/slider";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import { maxOpinions, type OpinionSetting } from "@/lib/contracts/opinions";
import { useFormat } from "@/lib/i18n/use-format";

/** How many people are asked for the class of a tile, and when their answers settle it. */
export function OpinionsCard({ projectId }: { projectId: string }) {
  const t = useTranslations("opinions");
  const { data } = useQuery(apiQuery.opinions.getSetting.queryOptions({ input: { projectId } }));
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("setting.title")}</CardTitle>
        <CardDescription>{t("setting.help")}</CardDescription>
      </CardHeader>
      <CardContent>
        {data && <OpinionForm projectId={projectId} saved={data} key={JSON.stringify(data)} />}
      </CardContent>
    </Card>
  );
}

function OpinionForm({ projectId, saved }: { projectId: string; saved: OpinionSetting }) {
  const t = useTranslations("opinions");
  const tCommon = useTranslations("common");
  const cache = useQueryClient();
  const [draft, setDraft] = useState(saved);
  const [askAgain, setAskAgain] = useState(false);
  const update = useMutation(
    apiQuery.opinions.changeSetting.mutationOptions({
      onSuccess: (setting) => {
        cache.setQueryData(
          apiQuery.opinions.getSetting.queryKey({ input: { projectId } }),
          setting,
        );
        setAskAgain(false);
        toast.success(t("setting.saved"));
      },
    }),
  );
  const issues = useIssues(update, ["opinions", "share", "rule", "seed"]);
  const changed = askAgain || JSON.stringify(draft) !== JSON.stringify(saved);
  const change = (part: Partial<OpinionSetting>) => setDraft({ ...draft, ...part });
  const isOne = draft.opinions === 1;
  return (
    <form
      {...issues.form}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate({ projectId, ...draft, askAgain: askAgain && !isOne });
      }}
    >
      {changed && <LeaveWarning />}
      <Field
        label={t("setting.opinions")}
        help={t("setting.opinionsHelp")}
        error={issues.of("opinions")}
      >
        {(ids) => (
          <SegmentedControl
            id={ids.id}
            value={String(draft.opinions)}
            onValueChange={(value) => change({ opinions: Number(value) })}
            segments={Array.from({ length: maxOpinions }, (_, at) => ({
              value: String(at + 1),
              label: <span className="num px-1">{at + 1}</span>,
            }))}
          />
        )}
      </Field>
      {!isOne && (
        <>
          <Share draft={draft} change={change} error={issues.of("share")} />
          <Field label={t("setting.rule")} error={issues.of("rule")}>
            {(ids) => (
              <SegmentedControl
                id={ids.id}
                value={draft.rule}
                onValueChange={(rule) => change({ rule })}
                segments={(["unanimous", "majority"] as const).map((value) => ({
                  value,
                  label: t(`setting.${value}`),
                }))}
              />
            )}
          </Field>
          <AskAgain checked={askAgain} onChange={setAskAgain} />
        </>
      )}
      <ErrorNote error={issues.rest} />
      <Button type="submit" className="self-start" disabled={!changed} loading={update.isPending}>
        {tCommon("save")}
      </Button>
    </form>
  );
}

function Share({
  draft,
  change,
  error,
}: {
  draft: OpinionSetting;
  change: (part: Partial<OpinionSetting>) => void;
  error: ReturnType<ReturnType<typeof useIssues>["of"]>;
}) {
  const t = useTranslations("opinions");
  const format = useFormat();
  return (
    <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
      <Field label={t("setting.share")} help={t("setting.shareHelp")} error={error}>
        {(ids) => (
          <span className="flex h-8 items-center gap-3">
            <Slider
              id={ids.id}
              aria-label={t("setting.share")}
              className="flex-1"
              value={[draft.share]}
              min={0.05}
              max={1}
              step={0.05}
              onValueChange={([share]) => change({ share: share ?? 1 })}
            />
            <span className="num w-12 text-right">{format.percent(draft.share, 0)}</span>
          </span>
        )}
      </Field>
      <Field label={t("setting.seed")} help={t("setting.seedHelp")}>
        {(ids) => (
          <NumberInput
            {...ids}
            value={draft.seed}
            min={0}
            max={2_147_483_647}
            onValueChange={(seed) => {
              if (seed !== null && Number.isInteger(seed)) change({ seed });
            }}
          />
        )}
      </Field>
    </div>
  );
}

function AskAgain({
  checked,
  onChange,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const t = useTranslations("opinions");
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <Checkbox
        id={id}
        className="mt-0.5"
        checked={checked}
        onCheckedChange={(next) => onChange(next === true)}
      />
      <label htmlFor={id} className="text-sm">
        {t("setting.askAgain")}
        <span className="block text-muted-foreground">{t("setting.askAgainHelp")}</span>
      </label>
    </div>
  );
}
