import { api, apiQuery } from "@/lib/api-client";
import type { Removal } from "@/lib/contracts/removals";

export type RecordKind = "run" | "model" | "dataset";

interface RecordCalls {
  update: (id: string, change: { name?: string; archived?: boolean }) => Promise<unknown>;
  getRemoval: (id: string) => Promise<Removal>;
  remove: (id: string) => Promise<unknown>;
  /** The queries that show it. */
  keys: readonly (readonly unknown[])[];
}

/** What runs, models and datasets are asked in the same words, by kind. */
export const recordCalls: Record<RecordKind, RecordCalls> = {
  run: {
    update: (runId, change) => api.runs.update({ runId, ...change }),
    getRemoval: (runId) => api.runs.getRemoval({ runId }),
    remove: (runId) => api.runs.delete({ runId }),
    keys: [apiQuery.runs.key(), apiQuery.models.key()],
  },
  model: {
    update: (modelId, change) => api.models.update({ modelId, ...change }),
    getRemoval: (modelId) => api.models.getRemoval({ modelId }),
    remove: (modelId) => api.models.delete({ modelId }),
    keys: [apiQuery.models.key(), apiQuery.runs.key()],
  },
  dataset: {
    update: (datasetId, change) => api.datasets.update({ datasetId, ...change }),
    getRemoval: (datasetId) => api.datasets.getRemoval({ datasetId }),
    remove: (datasetId) => api.datasets.delete({ datasetId }),
    keys: [apiQuery.datasets.key()],
  },
};
