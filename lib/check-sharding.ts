import type { RunConfig } from "./contracts/run-spec";
import { zeroStages } from "./contracts/sharding";
import { findDeepspeedProblem } from "./deepspeed-config";
import { AppError } from "./errors";
import { sentence } from "./i18n/sentence";

/**
 * Whether a run can be divided as it asks for, as far as that can be known without the machine.
 *
 * @throws AppError `invalid_input` naming the field, what was found and what to do.
 */
export function checkSharding(config: RunConfig): void {
  const { kind, processes, deepspeed } = config.sharding;
  if (kind === "none") return;
  if (config.method === "probe") {
    throw new AppError("invalid_input", sentence("server.runs.probeNotDivided")).at(
      "config.sharding.kind",
    );
  }
  if (kind !== "ddp" && config.precision === "fp16") {
    throw new AppError("invalid_input", sentence("server.runs.dividedNoFp16")).at(
      "config.precision",
    );
  }
  if (kind !== "ddp" && config.method === "adalora") {
    throw new AppError("invalid_input", sentence("server.runs.dividedNoAdalora")).at(
      "config.sharding.kind",
    );
  }
  if (processes !== null && config.batchSize < processes) {
    throw new AppError(
      "invalid_input",
      sentence("server.runs.batchNotDivisible", { batchSize: config.batchSize, processes }),
    ).at("config.sharding.processes");
  }
  const problem = zeroStages[kind] === undefined ? null : findDeepspeedProblem(deepspeed);
  if (problem === null) return;
  throw new AppError(
    "invalid_input",
    sentence(
      problem.reason === "owned" ? "server.runs.deepspeedOwned" : "server.runs.deepspeedRefused",
      { setting: problem.setting },
    ),
  ).at("config.sharding.deepspeed");
}
