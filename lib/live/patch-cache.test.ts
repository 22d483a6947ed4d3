import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { apiQuery } from "../api-client";
import type { Job } from "../contracts/jobs";
import { patchCache, withRow } from "./patch-cache";

const job: Job = {
  id: "job_0123456789abcdefghjk",
  kind: "scene.import",
  projectId: "prj_0123456789abcdefghjk",
  subjectId: null,
  title: "Import a.tif",
  status: "queued",
  progress: { fraction: null, message: null, done: null, total: null, remainingMs: null },
  aheadCount: 0,
  problem: null,
  createdBy: null,
  createdAtMs: 1,
  startedAtMs: null,
  endedAtMs: null,
};

describe("withRow", () => {
  it("replaces a row in its place and puts a new one in front", () => {
    expect(withRow([{ id: "a" }, { id: "b" }], { id: "b" })).toEqual([{ id: "a" }, { id: "b" }]);
    expect(withRow([{ id: "a" }], { id: "c" })).toEqual([{ id: "c" }, { id: "a" }]);
  });

  it("makes no list where none was read", () => {
    expect(withRow(undefined, { id: "a" })).toBeUndefined();
  });
});

describe("patchCache", () => {
  it("puts a changed job into the lists that show it", () => {
    const cache = new QueryClient();
    const all = apiQuery.jobs.list.queryKey({ input: {} });
    const ofOther = apiQuery.jobs.list.queryKey({ input: { projectId: "prj_other" } });
    cache.setQueryData(all, [job]);
    cache.setQueryData(ofOther, []);
    patchCache(cache, { type: "job.changed", job: { ...job, status: "running" } });
    patchCache(cache, { type: "job.changed", job: { ...job, status: "running" } });
    expect(cache.getQueryData(all)).toEqual([{ ...job, status: "running" }]);
    expect(cache.getQueryData(ofOther)).toEqual([]);
  });

  it("marks everything as stale after missed events", () => {
    const cache = new QueryClient();
    const key = apiQuery.projects.list.queryKey();
    cache.setQueryData(key, []);
    patchCache(cache, { type: "resync", reason: "gone" });
    expect(cache.getQueryState(key)?.isInvalidated).toBe(true);
  });
});
