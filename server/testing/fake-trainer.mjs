/**
 * Speaks as `python -m trainer fit` does (events, heartbeat, stop file, exit.json, checkpoints), but
 * trains nothing: tests of the studio then take seconds and can ask for every kind of trouble.
 *
 * FAKE_TRAINER holds JSON: steps, stepMs, `trouble`: none | fail | corrupt | deaf | silent, and
 * `holdAt`: a step after which the first attempt waits until it is stopped, killed, or `control/go` is
 * there, so that nothing depends on how fast the machine is.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

const args = process.argv.slice(2);
const argument = (name) => args[args.indexOf(name) + 1];
const folder = argument("--run-folder");
const attempt = Number(argument("--attempt"));
const resume = args.includes("--resume");
const {
  steps = 20,
  stepMs = 20,
  trouble = "none",
  holdAt = 0,
} = JSON.parse(process.env.FAKE_TRAINER ?? "{}");
const spec = JSON.parse(readFileSync(path.join(folder, "spec.json"), "utf8"));
const goFile = path.join(folder, "control", "go");
const lastFile = path.join(folder, "checkpoints", "last", "state.json");

let seq = 0;
const say = (type, fields = {}) => {
  const event = { v: 1, runId: spec.runId, attempt, seq, atMs: Date.now(), type, ...fields };
  seq += 1;
  appendFileSync(path.join(folder, "events.ndjson"), `${JSON.stringify(event)}\n`);
};
const writeJson = (file, value) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, JSON.stringify(value));
  renameSync(`${file}.tmp`, file);
};
const save = (step) => {
  writeJson(lastFile, { step });
  say("checkpoint", { step, path: "checkpoints/last", best: step % 10 === 0 });
};
const end = (outcome, problem = {}) => {
  writeJson(path.join(folder, "exit.json"), {
    ok: outcome === "finished",
    outcome,
    code: null,
    message: null,
    hint: null,
    attempt,
    ...problem,
  });
  process.exit({ finished: 0, failed: 2, canceled: 3 }[outcome]);
};

let asked = false;
process.on("SIGTERM", () => {
  asked = true;
});
const stopped = () =>
  trouble !== "deaf" && (asked || existsSync(path.join(folder, "control/stop")));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

console.log(`fake trainer, attempt ${attempt}`);
if (trouble === "silent") {
  console.error("MemoryError: out of memory");
  process.exit(9);
}
writeFileSync(path.join(folder, "heartbeat"), "");
const startStep = resume ? JSON.parse(readFileSync(lastFile, "utf8")).step : 0;
say("phase", { phase: "packing", fraction: 0.5, message: "1 of 2 tiles" });
say("started", {
  totalSteps: steps,
  totalEpochs: 2,
  startStep,
  trainableParameters: 100,
  totalParameters: 1000,
  targetModules: ["q_proj"],
  environment: {
    python: "3",
    torch: "2",
    transformers: "5",
    peft: null,
    device: "cpu",
    threads: 1,
  },
});
say("phase", { phase: "training", fraction: null, message: null });
for (let step = startStep + 1; step <= steps; step += 1) {
  if (stopped()) {
    save(step - 1);
    say("canceled", { step: step - 1, checkpointPath: "checkpoints/last" });
    end("canceled", { code: "canceled", message: "The run was stopped.", hint: "Resume it." });
  }
  if (trouble === "corrupt" && step === 5) {
    appendFileSync(path.join(folder, "events.ndjson"), '{"v":1,"broken\n{"type":"sunrise"}\n');
  }
  if (trouble === "fail" && step === 7) {
    say("failed", { code: "storage_full", message: "The disk is full.", hint: "Free some space." });
    end("failed", { code: "storage_full", message: "The disk is full.", hint: "Free some space." });
  }
  const epoch = (step / steps) * 2;
  say("metrics", {
    step,
    epoch,
    split: "train",
    values: { loss: 1 / step + attempt / 1000, learning_rate: 0.001 },
    remainingMs: (steps - step) * stepMs,
  });
  if (step % 5 === 0) {
    say("metrics", {
      step,
      epoch,
      split: "val",
      values: { macro_f1: step / steps, loss: 1 / step },
      remainingMs: null,
    });
    save(step);
  }
  await pause(stepMs);
  while (step === holdAt && attempt === 1 && !stopped() && !existsSync(goFile)) await pause(5);
}
writeJson(path.join(folder, "model", "model.json"), {});
const evaluation = {
  split: "val",
  tileCount: 4,
  loss: 0.1,
  accuracy: 0.9,
  macroF1: 0.8,
  classes: [0, 1].map((classIndex) => ({
    classIndex,
    precision: 1,
    recall: 1,
    f1: 1,
    support: 2,
  })),
  confusion: [
    [2, 0],
    [0, 2],
  ],
};
say("finished", {
  result: {
    evaluations: [evaluation],
    bestStep: steps,
    durationMs: steps * stepMs,
    peakMemoryBytes: 1,
    peakMemoryKind: "resident",
    trainableParameters: 100,
    totalParameters: 1000,
    samplesPerSecond: 10,
    model: {
      v: 1,
      architecture: "Fake",
      method: "lora",
      inputSizePx: 64,
      bands: 3,
      onnxPath: null,
      onnxMaxDifference: null,
      onnxProblem: "This is a fake.",
      files: [],
    },
  },
});
end("finished");
