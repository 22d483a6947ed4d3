"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "@/lib/api-client";
import type { Run, RunLog } from "@/lib/contracts/runs";
import { isActive } from "@/lib/run-status";

/** Text kept on screen; older lines stay in the file. */
const mostCharacters = 400_000;
const readEveryMs = 1500;

export interface LogText {
  text: string;
  nextOffset: number;
  /** Earlier text is not shown. */
  cut: boolean;
}

/**
 * Goes on from what was read before, page by page, to the end of the file.
 *
 * @param readPage The page at an offset; without one, the last page of the file.
 */
export async function readLogOn(
  before: LogText | undefined,
  readPage: (offset: number | undefined) => Promise<RunLog>,
): Promise<LogText> {
  let log = before;
  for (;;) {
    const page = await readPage(log?.nextOffset);
    // A shorter file than the one read before is another file: begin with its end.
    if (log && page.offset !== log.nextOffset) return readLogOn(undefined, readPage);
    const text = (log?.text ?? "") + page.text;
    log = {
      text: text.slice(-mostCharacters),
      nextOffset: page.nextOffset,
      cut: log ? log.cut || text.length > mostCharacters : page.offset > 0,
    };
    if (page.text === "" || page.nextOffset >= page.totalBytes) return log;
  }
}

/** The log of a run, read on while it is under way, and once more when its state changes. */
export function useRunLog(run: Run) {
  const cache = useQueryClient();
  const queryKey = ["run-log", run.id];
  const query = useQuery({
    queryKey,
    refetchInterval: isActive(run.status) ? readEveryMs : false,
    queryFn: () =>
      readLogOn(cache.getQueryData<LogText>(queryKey), (offset) =>
        api.runs.getLog({ runId: run.id, offset }),
      ),
  });
  const { refetch } = query;
  // The last words come with the end, which is when nobody looks every so often any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the state is what says when to read.
  useEffect(() => {
    void refetch();
  }, [run.status, refetch]);
  return query;
}
