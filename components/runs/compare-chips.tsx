"use client";

import { useQuery } from "@tanstack/react-query";
import { Flag, Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Command,
  CommandEmpty,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import { cn } from "@/lib/cn";
import type { ComparedRun } from "./comparison";
import { RunStatusBadge } from "./run-status-badge";

interface CompareChipsProps {
  projectId: string;
  compared: readonly ComparedRun[];
  baselineId: string | undefined;
  onAdd: (runId: string) => void;
  onRemove: (runId: string) => void;
  onBaseline: (runId: string) => void;
}

/** The runs of the comparison in their colours; a click makes one the baseline. */
export function CompareChips(props: CompareChipsProps) {
  const t = useTranslations("runs");
  const { compared, baselineId } = props;
  return (
    <ul className="flex flex-wrap items-center gap-2" aria-label={t("compare.title")}>
      {compared.map(({ run, style }) => {
        const isBaseline = run.id === baselineId;
        return (
          <li
            key={run.id}
            className={cn(
              "flex h-8 items-center gap-2 rounded-md border bg-card pr-1 pl-2.5",
              isBaseline && "border-foreground/50",
            )}
          >
            <Tooltip
              content={
                isBaseline ? t("compare.baseline") : t("compare.makeBaseline", { name: run.name })
              }
            >
              <button
                type="button"
                aria-pressed={isBaseline}
                onClick={() => props.onBaseline(run.id)}
                className="flex items-center gap-2 rounded-sm"
              >
                <span
                  aria-hidden
                  className="h-0 w-4 border-t-[3px]"
                  style={{
                    borderColor: style.colour,
                    borderStyle: style.dash.length > 0 ? "dashed" : "solid",
                  }}
                />
                <span className="max-w-52 truncate font-medium">{run.name}</span>
                {isBaseline && <Flag className="size-3.5" aria-label={t("compare.baseline")} />}
              </button>
            </Tooltip>
            {run.status !== "finished" && <RunStatusBadge status={run.status} />}
            <Button
              variant="ghost"
              size="icon-xs"
              aria-label={t("compare.remove", { name: run.name })}
              onClick={() => props.onRemove(run.id)}
            >
              <X />
            </Button>
          </li>
        );
      })}
      <li>
        <AddRun {...props} />
      </li>
    </ul>
  );
}

function AddRun({ projectId, compared, onAdd }: CompareChipsProps) {
  const t = useTranslations("runs");
  const [open, setOpen] = useState(false);
  const runs = useQuery({
    ...apiQuery.runs.list.queryOptions({ input: { projectId } }),
    enabled: open,
  });
  const taken = new Set(compared.map(({ run }) => run.id));
  const others = (runs.data ?? []).filter((run) => !taken.has(run.id));
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline">
          <Plus />
          {t("compare.add")}
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-80 p-0">
        <Command>
          <CommandInput placeholder={t("compare.searchRun")} />
          <CommandList>
            <CommandEmpty>{t("count", { count: 0 })}</CommandEmpty>
            {others.map((run) => (
              <CommandItem
                key={run.id}
                value={`${run.name} ${run.id}`}
                onSelect={() => {
                  setOpen(false);
                  onAdd(run.id);
                }}
              >
                <span className="min-w-0 flex-1 truncate">{run.name}</span>
                <RunStatusBadge status={run.status} />
              </CommandItem>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
