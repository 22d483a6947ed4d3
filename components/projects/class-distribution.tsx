"use client";

import { useTranslations } from "use-intl";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { Kbd } from "@/components/ui/kbd";
import { keyText } from "@/lib/class-keys";
import { inTreeOrder, rollUp } from "@/lib/class-tree";
import type { Project } from "@/lib/contracts/projects";
import { useFormat } from "@/lib/i18n/use-format";

/** How many tiles carry each class, with all below it, as bars on one scale. */
export function ClassDistribution({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const format = useFormat();
  const sums = rollUp(project.classes, (classId) => project.classCounts[classId] ?? 0);
  const classes = inTreeOrder(
    project.classes.filter((one) => !one.archived || (sums.get(one.id) ?? 0) > 0),
  ).map(({ one, level }) => ({ ...one, level, count: sums.get(one.id) ?? 0 }));
  const most = Math.max(1, ...classes.map((one) => one.count));
  return (
    <ul className="flex flex-col gap-1.5" aria-label={t("distribution")}>
      {classes.map((one) => (
        <li
          key={one.id}
          className="grid grid-cols-[minmax(5rem,9rem)_minmax(0,1fr)_auto_1.75rem] items-center gap-2.5"
        >
          <span className="flex min-w-0 items-center gap-2" style={{ paddingLeft: one.level * 12 }}>
            <ColourSwatch colour={one.colour} />
            <span className="truncate">{one.name}</span>
          </span>
          <span className="h-2 overflow-hidden rounded-sm bg-secondary">
            <span
              className="block h-full rounded-sm"
              style={{ width: `${(one.count / most) * 100}%`, backgroundColor: one.colour }}
            />
          </span>
          <span className="num min-w-12 text-right text-muted-foreground">
            {format.count(one.count)}
          </span>
          <span className="flex justify-end">{one.key && <Kbd>{keyText(one.key)}</Kbd>}</span>
        </li>
      ))}
    </ul>
  );
}
