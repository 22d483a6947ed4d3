import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { findValues, isSentence, readMessages, sentenceOf } from "@/server/bin/read-messages";
import { methodSchema } from "../contracts/run-spec";
import { launchRunInputSchema } from "../contracts/runs";
import { AppError } from "../errors";
import { issueSentence } from "./issue-sentence";
import { say } from "./say";
import { asValue, inEnglish, sentence } from "./sentence";

describe("say", () => {
  it("says every sentence in both languages, with nothing left open", () => {
    const values = new Map<string, Record<string, string | number>>();
    for (const [key, text] of readMessages("en")) {
      if (!isSentence(key)) continue;
      const sample = values.get(sentenceOf(key)) ?? {};
      for (const [name, kind] of findValues(text)) {
        sample[name] = kind === "plain" && !name.endsWith("Bytes") ? "Landsat" : 3;
      }
      values.set(sentenceOf(key), sample);
    }
    expect(values.size).toBeGreaterThan(200);
    for (const [key, sample] of values) {
      for (const locale of ["en", "zh-CN"] as const) {
        const said = say(locale, { key, values: sample });
        expect(said, `${key} in ${locale}`).not.toBeNull();
        expect(`${said?.message}${said?.hint}`, key).not.toMatch(/[{}]/);
      }
    }
  });

  it("speaks the same English as the trainer, which has a copy of its sentences", () => {
    const file = "server/trainer/tests/sentences.json";
    const known = z
      .array(
        z.object({
          key: z.string(),
          values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
          message: z.string(),
          hint: z.string(),
        }),
      )
      .parse(JSON.parse(readFileSync(file, "utf8")));
    for (const { key, values, message, hint } of known) {
      expect(say("en", { key, values })).toEqual({ message, hint: hint || null });
    }
  });

  it("writes sizes, lists and sentences within sentences as the language does", () => {
    const large = sentence("server.uploads.tooLarge", { fileBytes: 1.5e12, limitBytes: 2e9 });
    expect(say("zh-CN", large)?.message).toBe("文件大小为 1.5 TB，上限是 2 GB。");
    const layers = { name: "m", layer: "query", count: 2, layers: ["q", "v"] };
    expect(say("zh-CN", sentence("server.runs.noSuchLayer", layers))?.hint).toBe(
      "它有：q、v。“auto”会从中选择。",
    );
    const title = {
      message: "Train a",
      sentence: sentence("server.titles.trainRun", { name: "a" }),
    };
    const busy = sentence("server.projects.busy", { title: asValue(title) });
    expect(say("en", busy)?.message).toBe('"Train a" is still at work in this project.');
    expect(say("zh-CN", busy)?.message).toBe("“训练 a”仍在该项目中进行。");
  });

  it("leaves what it does not know to the English text", () => {
    expect(say("zh-CN", { key: "server.future.thing", values: {} })).toBeNull();
    expect(say("zh-CN", { key: "server.datasets", values: {} })).toBeNull();
    expect(say("zh-CN", { key: "server.labels.outside", values: { row: 1 } })).toBeNull();
  });
});

describe("AppError", () => {
  it("carries English and the sentence", () => {
    const error = new AppError(
      "conflict",
      sentence("server.uploads.incomplete", { fileName: "a" }),
    );
    expect(error.toProblem()).toEqual({
      code: "conflict",
      message: "The upload of a is not complete yet.",
      hint: "Wait until it is, or resume it.",
      sentence: { key: "server.uploads.incomplete", values: { fileName: "a" } },
    });
  });

  it("keeps the words of others", () => {
    const error = new AppError("trainer_failed", { message: "Killed.", hint: null });
    expect(error.toProblem()).toEqual({ code: "trainer_failed", message: "Killed.", hint: null });
  });
});

describe("issueSentence", () => {
  function issuesOf(value: unknown) {
    const issues = launchRunInputSchema.safeParse(value).error?.issues ?? [];
    return issues.map((issue) => {
      const named = issueSentence(issue);
      return [issue.path.join("."), named && inEnglish(named).message];
    });
  }

  it("knows the contracts' own words, and has words for zod's", () => {
    const datasetId = "dst_00000000000000000001";
    expect(issuesOf({ datasetId, name: " ", config: { epochs: 0, method: "x" } })).toEqual([
      ["name", "A name is needed."],
      ["config.method", `It must be one of: ${methodSchema.options.join(", ")}.`],
      ["config.epochs", "It must be at least 1."],
    ]);
    expect(issuesOf({ datasetId, config: { epochs: 1.5, seed: "x" } })).toEqual([
      ["config.epochs", "It must be a whole number."],
      ["config.seed", "It must be a number."],
    ]);
    expect(issuesOf({ config: {} })).toEqual([["datasetId", "It is missing."]]);
  });
});
