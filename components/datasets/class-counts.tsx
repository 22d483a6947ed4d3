"use client";

import { useTranslations } from "use-intl";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import {
  Table,
  TableBody,
  TableCell,
  TableFooter,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { cn } from "@/lib/cn";
import type { Dataset } from "@/lib/contracts/datasets";
import { useFormat } from "@/lib/i18n/use-format";
import { splitColours, splitNames } from "./split-colours";

type Counts = Dataset["counts"];

function totalOf(counts: Counts): number {
  return counts.train + counts.val + counts.test;
}

/** Tiles by class and part, with a bar that shows both at a glance. */
export function ClassCounts({
  classes,
  counts,
  mergedInto,
}: {
  classes: Dataset["classes"];
  counts: Counts;
  /** Name of the class that a class was merged into since. */
  mergedInto?: (classId: string) => string | undefined;
}) {
  const t = useTranslations("datasets");
  const format = useFormat();
  const most = Math.max(1, ...classes.map((one) => totalOf(one.counts)));
  const number = (count: number) => (
    <span className={cn(count === 0 && "text-muted-foreground/60")}>{format.count(count)}</span>
  );
  return (
    <Table>
      <TableHeader>
        <TableRow className="hover:bg-transparent">
          <TableHead className="pl-0">{t("result.class")}</TableHead>
          <TableHead className="w-2/5" />
          {splitNames.map((name) => (
            <TableHead key={name} numeric>
              {t(`part.${name}`)}
            </TableHead>
          ))}
          <TableHead numeric className="pr-0">
            {t("result.total")}
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {classes.map((one) => (
          <TableRow key={one.id}>
            <TableCell className="max-w-48 truncate pl-0">
              <ColourSwatch colour={one.colour} className="mr-2" />
              {one.name}
              {one.united && (
                <span
                  className="text-muted-foreground"
                  title={one.united.map((below) => below.name).join(", ")}
                >
                  {" · "}
                  {t("result.unites", {
                    names: one.united.map((below) => below.name).join(", "),
                  })}
                </span>
              )}
              {mergedInto?.(one.id) && (
                <span className="text-muted-foreground">
                  {" · "}
                  {t("result.mergedInto", { name: mergedInto(one.id) ?? "" })}
                </span>
              )}
            </TableCell>
            <TableCell>
              <PartsBar counts={one.counts} most={most} />
            </TableCell>
            {splitNames.map((name) => (
              <TableCell key={name} numeric>
                {number(one.counts[name])}
              </TableCell>
            ))}
            <TableCell numeric className="pr-0 font-medium">
              {number(totalOf(one.counts))}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
      <TableFooter>
        <tr>
          <TableCell className="pl-0">{t("result.total")}</TableCell>
          <TableCell />
          {splitNames.map((name) => (
            <TableCell key={name} numeric>
              {format.count(counts[name])}
            </TableCell>
          ))}
          <TableCell numeric className="pr-0">
            {format.count(totalOf(counts))}
          </TableCell>
        </tr>
      </TableFooter>
    </Table>
  );
}

/** Train, val and test behind each other; the length is the count against the largest one. */
export function PartsBar({ counts, most }: { counts: Counts; most: number }) {
  return (
    <span aria-hidden className="flex h-2 w-full min-w-20 gap-px overflow-hidden rounded-sm">
      {splitNames.map(
        (name) =>
          counts[name] > 0 && (
            <span
              key={name}
              style={{
                width: `${(counts[name] / most) * 100}%`,
                background: splitColours[name],
              }}
            />
          ),
      )}
    </span>
  );
}
