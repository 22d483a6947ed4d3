import { useMutation, useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { ErrorNote } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/time";
import { apiQuery } from "@/lib/api-client";
import type { ClassChange } from "@/lib/contracts/classes";
import type { Project } from "@/lib/contracts/projects";
import { useFormat } from "@/lib/i18n/use-format";
import { mayRevert } from "@/lib/may-revert";
import { useClassesChanged } from "./use-classes-changed";

/** Merges and splits of the project, each with its way back. */
export function ClassChanges({
  project,
  onReverted,
}: {
  project: Project;
  onReverted: () => void;
}) {
  const t = useTranslations("projects.changes");
  const changes = useQuery(
    apiQuery.classes.listChanges.queryOptions({ input: { projectId: project.id } }),
  );
  const revert = useRevertChange(project.id, onReverted);
  if (changes.error) return <ErrorNote error={changes.error} />;
  if (!changes.data?.length) return null;
  return (
    <section aria-label={t("title")} className="flex flex-col gap-1.5">
      <h3 className="font-medium text-sm">{t("title")}</h3>
      <ul className="flex max-h-72 flex-col divide-y overflow-y-auto rounded-md border">
        {changes.data.map((change) => (
          <ChangeRow
            key={change.actId}
            change={change}
            project={project}
            isReverting={revert.isPending && revert.variables.actId === change.actId}
            onRevert={() => revert.mutate({ projectId: project.id, actId: change.actId })}
          />
        ))}
      </ul>
      <ErrorNote error={revert.error} />
    </section>
  );
}

/** Takes a merge or a split back in all scenes; tiles that were labelled anew since stay. */
function useRevertChange(projectId: string, onReverted: () => void) {
  const t = useTranslations("projects.changes");
  const tActs = useTranslations("acts");
  const { locale } = useFormat();
  const changed = useClassesChanged(projectId);
  return useMutation(
    apiQuery.classes.revertChange.mutationOptions({
      onSuccess: async ({ revertedCount, keptCount, keptBy }) => {
        const names = new Intl.ListFormat(locale).format(keptBy.map((person) => person.name));
        toast.success(t("reverted", { count: revertedCount }), {
          description: keptCount > 0 ? tActs("kept", { count: keptCount, names }) : undefined,
        });
        await changed();
        onReverted();
      },
    }),
  );
}

function ChangeRow({
  change,
  project,
  isReverting,
  onRevert,
}: {
  change: ClassChange;
  project: Project;
  isReverting: boolean;
  onRevert: () => void;
}) {
  const t = useTranslations("projects.changes");
  const format = useFormat();
  const me = useMe();
  const classOf = (classId: string | null) => project.classes.find((one) => one.id === classId);
  const into = classOf(change.intoClassId);
  return (
    <li className="flex items-center gap-2 px-3 py-1.5 text-sm" data-class-change={change.kind}>
      <ColourSwatch colour={into?.colour ?? "#808080"} />
      <div className="min-w-0 flex-1">
        <p className="truncate">
          {t(change.fromClassId === null ? "picked" : change.kind, {
            from: classOf(change.fromClassId)?.name ?? t("gone"),
            into: into?.name ?? t("gone"),
          })}
        </p>
        <p className="num truncate text-muted-foreground">
          {t("facts", {
            amount: change.tileCount,
            count: format.count(change.tileCount),
            scenes: change.sceneCount,
          })}
          {" · "}
          {change.author.name}
          {" · "}
          <RelativeTime atMs={change.atMs} />
        </p>
      </div>
      {change.revertedBy ? (
        <span className="text-muted-foreground">
          {t("revertedBy", { name: change.revertedBy.name })}
        </span>
      ) : (
        mayRevert(me, change.author.id) && (
          <Button variant="ghost" size="sm" loading={isReverting} onClick={onRevert}>
            <Undo2 />
            {t("revert")}
          </Button>
        )
      )}
    </li>
  );
}
