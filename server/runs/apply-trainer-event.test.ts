import { describe, expect, it } from "vitest";
import type { TrainerEvent } from "@/lib/contracts/trainer-events";
import { applyTrainerEvent, type RunState, toProblem } from "./apply-trainer-event";
import { parseEventLine } from "./parse-event-line";
import { noRunProgress } from "./queries";

const runId = "run_00000000000000000000";
const envelope = { v: 1 as const, runId, attempt: 1, seq: 0, atMs: 1 };

const starting: RunState = {
  status: "starting",
  attempt: 1,
  progress: noRunProgress,
  latest: {},
  best: {},
  ranges: {},
  started: null,
  result: null,
  problem: null,
  resumable: false,
};

function metrics(
  step: number,
  values: Record<string, number | null>,
  split: "train" | "val" = "val",
): TrainerEvent {
  return { ...envelope, type: "metrics", step, epoch: step / 10, split, values, remainingMs: null };
}

describe("applyTrainerEvent", () => {
  it("runs from the first word on, and keeps stopping", () => {
    const phase: TrainerEvent = {
      ...envelope,
      type: "phase",
      phase: "packing",
      fraction: 0.5,
      message: "1 of 2 tiles",
    };
    expect(applyTrainerEvent(starting, phase).status).toBe("running");
    expect(applyTrainerEvent({ ...starting, status: "stopping" }, phase).status).toBe("stopping");
  });

  it("keeps the best in the direction of each metric, and no best where there is none", () => {
    const events = [
      metrics(1, { loss: 2, macro_f1: 0.2, learning_rate: 1 }),
      metrics(2, { loss: 1, macro_f1: 0.8, learning_rate: 2 }),
      metrics(3, { loss: 3, macro_f1: 0.5, learning_rate: 3 }),
      metrics(4, { loss: null, macro_f1: null }),
    ];
    const { best, latest } = events.reduce(applyTrainerEvent, starting);
    expect(best).toEqual({ "val/loss": 1, "val/macro_f1": 0.8 });
    expect(latest).toEqual({ "val/loss": null, "val/macro_f1": null, "val/learning_rate": 3 });
  });

  it("never goes back, though a score comes later than the steps after it", () => {
    const after = [metrics(20, { loss: 1 }, "train"), metrics(10, { loss: 1 })].reduce(
      applyTrainerEvent,
      starting,
    );
    expect(after.progress.step).toBe(20);
  });

  it("counts codes that it does not know as the trainer's failure", () => {
    const said = { message: "Odd.", hint: null };
    expect(toProblem({ ...said, code: "storage_full" }).code).toBe("storage_full");
    expect(toProblem({ ...said, code: "strange" }).code).toBe("trainer_failed");
    expect(toProblem({ ...said, code: "constructor" }).code).toBe("trainer_failed");
    expect(toProblem({ ...said, code: "internal" }).code).toBe("trainer_failed");
  });
});

describe("parseEventLine", () => {
  it("keeps what does not fit under a number of its own", () => {
    const lines = ["{", '{"type":"sunrise"}', '{"v":1,"type":"metrics"}', '"text"', "null"];
    const records = lines.map((text, index) => parseEventLine({ text, offset: index }, runId, 2));
    expect(records.map((one) => one.type)).toEqual([
      "unreadable",
      "sunrise",
      "unreadable",
      "unreadable",
      "unreadable",
    ]);
    expect(records.map((one) => one.seq)).toEqual([-1, -2, -3, -4, -5]);
    expect(records.every((one) => one.event === null && one.attempt === 2)).toBe(true);
  });

  it("does not take another run's events for its own", () => {
    const text = JSON.stringify({ ...envelope, runId: "run_other", type: "heartbeat" });
    expect(parseEventLine({ text, offset: 0 }, runId, 1).event).toBeNull();
  });
});
