"use client";

import { Tooltip } from "@/components/ui/tooltip";
import type { Project } from "@/lib/contracts/projects";
import { useFormat } from "@/lib/i18n/use-format";

/** Classes that carry labels, most first. */
export function countedClasses(project: Project) {
  return project.classes
    .map((one) => ({ ...one, count: project.classCounts[one.id] ?? 0 }))
    .filter((one) => one.count > 0)
    .sort((a, b) => b.count - a.count);
}

/** The labelled tiles of a project as one bar in class colours. */
export function ClassBar({ project }: { project: Project }) {
  const format = useFormat();
  const counted = countedClasses(project);
  const total = counted.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className="flex h-1.5 w-full gap-px overflow-hidden rounded-full bg-secondary">
      {counted.map((one) => (
        <Tooltip
          key={one.id}
          content={`${one.name}: ${format.count(one.count)} (${format.percent(one.count / total)})`}
        >
          <span style={{ flexGrow: one.count, flexBasis: 0, backgroundColor: one.colour }} />
        </Tooltip>
      ))}
    </div>
  );
}
