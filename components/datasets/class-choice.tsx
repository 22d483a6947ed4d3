import { useTranslations } from "use-intl";
import { CheckList } from "@/components/ui/check-list";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { activeTree, findStandIns } from "@/lib/class-tree";
import type { Project } from "@/lib/contracts/projects";
import { useFormat } from "@/lib/i18n/use-format";
import { classesOfLevel, levelsOf } from "./class-levels";
import type { DraftFieldProps } from "./draft-fields";

/** Which classes; where some are below others, at which level of them. */
export function ClassChoice({
  draft,
  change,
  error,
  project,
}: DraftFieldProps & { project: Project }) {
  const t = useTranslations("datasets");
  const format = useFormat();
  const rows = activeTree(project.classes);
  const levels = levelsOf(project.classes);
  const chosen = new Set(draft.classIds);
  const standIns = draft.uniteBelow ? findStandIns(project.classes, chosen) : null;
  const countOf = (classId: string) => {
    const own = project.classCounts[classId] ?? 0;
    if (!standIns) return own;
    if (!chosen.has(classId)) return own;
    return project.classes
      .filter((one) => standIns.get(one.id) === classId)
      .reduce((sum, one) => sum + (project.classCounts[one.id] ?? 0), 0);
  };
  return (
    <div className="flex flex-col gap-2">
      {levels > 1 && (
        <SegmentedControl
          size="sm"
          className="self-start"
          aria-label={t("builder.level")}
          value={draft.uniteBelow ? levelShown(project, draft.classIds) : "each"}
          onValueChange={(level) =>
            level === "each"
              ? change({ uniteBelow: false, classIds: rows.map(({ one }) => one.id) })
              : change({
                  uniteBelow: true,
                  classIds: classesOfLevel(project.classes, Number(level)),
                })
          }
          segments={[
            { value: "each", label: t("builder.eachClass") },
            ...Array.from({ length: levels - 1 }, (_, level) => ({
              value: String(level),
              label: t("builder.unitedAt", { level: level + 1 }),
            })),
          ]}
        />
      )}
      <CheckList
        title={t("builder.classes")}
        items={rows.map((row) => ({ ...row, id: row.one.id }))}
        chosen={draft.classIds}
        error={error}
        onChange={(classIds) => change({ classIds })}
      >
        {({ one, level }) => (
          <>
            <span
              className="flex min-w-0 flex-1 items-center gap-2.5"
              style={{ paddingLeft: level * 14 }}
            >
              <ColourSwatch colour={one.colour} />
              <span className="min-w-0 truncate">{one.name}</span>
            </span>
            <span className="num text-muted-foreground text-sm">
              {format.count(countOf(one.id))}
            </span>
          </>
        )}
      </CheckList>
      {draft.uniteBelow && (
        <p className="text-muted-foreground text-sm">{t("builder.uniteHelp")}</p>
      )}
    </div>
  );
}

/** The level whose classes are chosen; none once somebody has ticked others. */
function levelShown(project: Project, classIds: readonly string[]): string {
  const levels = levelsOf(project.classes);
  for (let level = 0; level < levels - 1; level += 1) {
    const ids = classesOfLevel(project.classes, level);
    if (ids.length === classIds.length && ids.every((id) => classIds.includes(id))) {
      return String(level);
    }
  }
  return "";
}
