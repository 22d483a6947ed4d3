import { describe, expect, it } from "vitest";
import type { Dataset } from "@/lib/contracts/datasets";
import { runConfigSchema } from "@/lib/contracts/run-spec";
import type { Run } from "@/lib/contracts/runs";
import type { Evaluation } from "@/lib/contracts/trainer-events";
import { commonSplit, compareClasses, measure, parseIds } from "./comparison";

function evaluation(split: "val" | "test", f1: (number | null)[]): Evaluation {
  return {
    split,
    tileCount: 10,
    loss: 0.5,
    accuracy: 0.8,
    macroF1: 0.75,
    confusion: [],
    classes: f1.map((value, classIndex) => ({
      classIndex,
      precision: value,
      recall: value,
      f1: value,
      support: 5,
    })),
  };
}

function run(id: string, evaluations: Evaluation[] | null, datasetId = "dst_a"): Run {
  return {
    id,
    projectId: "prj",
    datasetId,
    datasetName: "",
    name: id,
    config: runConfigSchema.parse({}),
    status: evaluations ? "finished" : "running",
    attempt: 1,
    progress: {
      phase: null,
      message: null,
      step: 0,
      totalSteps: null,
      epoch: 0,
      totalEpochs: null,
      fraction: null,
      remainingMs: null,
    },
    latest: { "val/loss": 0.9 },
    best: { "val/macro_f1": 0.6 },
    trainableParameters: 100,
    totalParameters: 1000,
    targetModules: [],
    notes: "",
    tags: [],
    pinned: false,
    archived: false,
    commentCount: 0,
    result: evaluations && {
      evaluations,
      bestStep: 5,
      durationMs: 60_000,
      peakMemoryBytes: 1e9,
      peakMemoryKind: "resident",
      trainableParameters: 100,
      totalParameters: 1000,
      samplesPerSecond: 50,
      model: {
        v: 1,
        architecture: "",
        method: "lora",
        inputSizePx: 64,
        bands: 3,
        onnxPath: null,
        onnxMaxDifference: null,
        onnxProblem: null,
        files: [],
      },
    },
    modelId: null,
    jobId: null,
    aheadCount: 0,
    resumable: false,
    problem: null,
    createdBy: null,
    createdAtMs: 0,
    startedAtMs: 1000,
    endedAtMs: null,
    workedMs: 0,
    attemptStartedAtMs: 1000,
  };
}

describe("commonSplit", () => {
  it("is test only where every finished run has it", () => {
    const both = run("a", [evaluation("val", [1]), evaluation("test", [1])]);
    const valOnly = run("b", [evaluation("val", [1])]);
    expect(commonSplit([both, run("c", null)])).toBe("test");
    expect(commonSplit([both, valOnly])).toBe("val");
    expect(commonSplit([run("c", null)])).toBe("val");
  });
});

describe("measure", () => {
  it("tells final figures from those so far", () => {
    expect(measure(run("a", [evaluation("val", [1])]), "macroF1", "val", 0)).toEqual({
      value: 0.75,
      soFar: false,
    });
    expect(measure(run("b", null), "macroF1", "val", 0)).toEqual({ value: 0.6, soFar: true });
  });

  it("counts the time at work, not the time between attempts", () => {
    const duration = (change: Partial<Run>) =>
      measure({ ...run("a", null), ...change }, "duration", "val", 50_000);
    const resumed = { startedAtMs: 1000, workedMs: 4000, attemptStartedAtMs: 47_000 };
    expect(duration(resumed)).toEqual({ value: 7000, soFar: true });
    const stopped = { ...resumed, endedAtMs: 5000, attemptStartedAtMs: null };
    expect(duration(stopped).value).toBe(4000);
    expect(duration({ startedAtMs: null }).value).toBeNull();
    expect(measure(run("b", null), "duration", "val", 5000)).toEqual({ value: 4000, soFar: true });
  });
});

describe("compareClasses", () => {
  const dataset = (id: string, classIds: string[]) =>
    ({
      id,
      classes: classIds.map((classId, index) => ({
        id: classId,
        index,
        name: classId,
        colour: "#000000",
      })),
    }) as Dataset;

  it("matches classes by id, whatever their position in each dataset", () => {
    const datasets = new Map([
      ["dst_a", dataset("dst_a", ["water", "forest"])],
      ["dst_b", dataset("dst_b", ["forest", "road"])],
    ]);
    const rows = compareClasses(
      [
        run("a", [evaluation("val", [0.9, 0.8])], "dst_a"),
        run("b", [evaluation("val", [0.7, 0.6])], "dst_b"),
      ],
      datasets,
      "val",
    );
    expect(rows.map((row) => [row.id, row.f1])).toEqual([
      ["water", [0.9, null]],
      ["forest", [0.8, 0.7]],
      ["road", [null, 0.6]],
    ]);
  });
});

describe("parseIds", () => {
  it("takes each id once and drops what is none", () => {
    const a = "run_0123456789abcdefghjk";
    const b = "run_0123456789abcdefghjm";
    expect(parseIds(`${a},${b},${a},nonsense`)).toEqual([a, b]);
    expect(parseIds(null)).toEqual([]);
  });
});
