"use client";

import { useTranslations } from "use-intl";
import { noValue } from "@/components/charts/format";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { Evaluation } from "@/lib/contracts/trainer-events";
import { useFormat } from "@/lib/i18n/use-format";

export interface NamedClass {
  name: string;
  colour: string;
}

/** Precision, recall, F1 and support of every class, with a bar where the eye compares. */
export function ClassScores({
  evaluation,
  classes,
}: {
  evaluation: Evaluation;
  classes: readonly NamedClass[];
}) {
  const t = useTranslations("runs");
  const format = useFormat();
  const score = (value: number | null) => (value === null ? noValue : value.toFixed(3));
  return (
    <Table>
      <TableHeader>
        <TableRow className="hover:bg-transparent">
          <TableHead className="pl-0">{t("result.class")}</TableHead>
          <TableHead numeric>{t("result.precision")}</TableHead>
          <TableHead numeric>{t("result.recall")}</TableHead>
          <TableHead numeric className="min-w-36">
            {t("result.f1")}
          </TableHead>
          <TableHead numeric className="pr-0">
            {t("result.support")}
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {evaluation.classes.map((one) => {
          const named = classes[one.classIndex];
          return (
            <TableRow key={one.classIndex}>
              <TableCell className="max-w-56 truncate pl-0">
                <ColourSwatch colour={named?.colour ?? "#888888"} className="mr-2" />
                {named?.name ?? one.classIndex}
              </TableCell>
              <TableCell
                numeric
                title={one.precision === null ? t("result.neverPredicted") : undefined}
              >
                {score(one.precision)}
              </TableCell>
              <TableCell numeric title={one.recall === null ? t("result.noTiles") : undefined}>
                {score(one.recall)}
              </TableCell>
              <TableCell numeric>
                <span className="flex items-center justify-end gap-2">
                  <Bar share={one.f1} />
                  <span className="w-10">{score(one.f1)}</span>
                </span>
              </TableCell>
              <TableCell numeric className="pr-0">
                {format.count(one.support)}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function Bar({ share }: { share: number | null }) {
  return (
    <span aria-hidden className="h-1.5 w-20 overflow-hidden rounded-full bg-muted">
      <span
        className="block h-full rounded-full bg-muted-foreground/70"
        style={{ width: `${(share ?? 0) * 100}%` }}
      />
    </span>
  );
}
