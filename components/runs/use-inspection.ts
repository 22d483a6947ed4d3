import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useMay } from "@/components/auth/me-context";
import { useDebounced } from "@/components/datasets/use-debounced";
import { apiQuery } from "@/lib/api-client";
import { inspectRunInputSchema, type RunInspection } from "@/lib/contracts/inspections";
import type { RunFormValues } from "./run-form";

const settleMs = 500;

export interface Inspection {
  /** Of the settings as they are, or of those before while the model is looked at again. */
  found: RunInspection | undefined;
  /** Whether `found` is about the settings as they are. */
  isCurrent: boolean;
  error: unknown;
}

/** What a run of these settings would train. Asked again only when that can have changed. */
export function useInspection({ datasetId, config }: RunFormValues): Inspection {
  const mayLaunch = useMay("run.launch");
  const { baseModel, pooling, method, lora, adalora, vera, oft } = config;
  const asked = inspectRunInputSchema.safeParse({
    datasetId,
    config: { baseModel, pooling, method, lora, adalora, vera, oft },
  });
  const now = asked.success && mayLaunch ? JSON.stringify(asked.data) : null;
  const settled = useDebounced(now, settleMs);
  const { data, error, isPlaceholderData } = useQuery({
    ...apiQuery.runs.inspect.queryOptions({
      input: settled === null ? skipToken : JSON.parse(settled),
    }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return { found: data, isCurrent: !isPlaceholderData && now === settled, error };
}
