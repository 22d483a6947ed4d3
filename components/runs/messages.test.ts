import { describe, expect, it } from "vitest";
import en from "@/lib/i18n/messages/en/runs.json";
import zh from "@/lib/i18n/messages/zh-CN/runs.json";
import { runFields } from "./run-fields";

function find(messages: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (node, part) => (node as Record<string, unknown> | undefined)?.[part],
      messages,
    );
}

/** Keys made from the table of settings are out of reach of the types. */
describe.each([
  ["en", en],
  ["zh-CN", zh],
])("messages of settings, %s", (_, messages) => {
  it.each(runFields.map((field) => field.path))("%s has a label and a help text", (path) => {
    expect(find(messages, `fields.${path}.label`)).toEqual(expect.any(String));
    expect(find(messages, `fields.${path}.help`)).toEqual(expect.any(String));
  });

  const groups: Record<string, string> = {
    normalisation: "normalisation",
    "loss.kind": "lossKind",
    "loss.classWeights": "lossClassWeights",
    schedule: "schedule",
    precision: "precision",
    device: "device",
    "lora.init": "loraInit",
    "lora.bias": "loraBias",
  };
  it.each(Object.entries(groups))("%s has a word for every choice", (path, group) => {
    const shape = runFields.find((field) => field.path === path)?.shape;
    const options = shape?.kind === "choice" ? shape.options : [];
    expect(options.length).toBeGreaterThan(1);
    for (const option of options) {
      expect(find(messages, `options.${group}.${option}`)).toEqual(expect.any(String));
    }
  });
});
