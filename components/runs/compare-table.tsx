"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ComparedRun } from "./comparison";

/** One column per run under its colour, and a first column that stays in sight. */
export function CompareTable({
  compared,
  baselineId,
  corner,
  numeric = true,
  children,
}: {
  compared: readonly ComparedRun[];
  baselineId: string;
  corner: ReactNode;
  numeric?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("runs");
  return (
    <div className="overflow-hidden rounded-lg border bg-card">
      <Table className="w-auto min-w-full">
        <TableHeader>
          <TableRow className="hover:bg-transparent">
            <TableHead className="sticky left-0 z-10 min-w-44 bg-card">{corner}</TableHead>
            {compared.map(({ run, style }) => (
              <TableHead key={run.id} numeric={numeric} className="min-w-36 max-w-56 py-1.5">
                <span className={`flex flex-col gap-0.5 ${numeric ? "items-end" : "items-start"}`}>
                  <span
                    aria-hidden
                    className="mb-0.5 h-0 w-8 border-t-[3px]"
                    style={{
                      borderColor: style.colour,
                      borderStyle: style.dash.length > 0 ? "dashed" : "solid",
                    }}
                  />
                  <span className="max-w-52 truncate text-foreground" title={run.name}>
                    {run.name}
                  </span>
                  <span className="font-normal text-xs">
                    {run.id === baselineId ? t("compare.baseline") : "\u00a0"}
                  </span>
                </span>
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>{children}</TableBody>
      </Table>
    </div>
  );
}
