import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { findValues, isSentence, readMessages, sentenceOf } from "./read-messages";

/**
 * Fails when English and Chinese do not have the same keys with the same values, and when a sentence
 * of the server or the trainer is named that does not exist, or exists and is never named.
 */

const root = path.resolve(import.meta.dirname, "../..");
const english = readMessages("en");
const chinese = readMessages("zh-CN");

function valuesOf(message: string): string {
  return [...findValues(message).keys()].sort().join(" ");
}

function* compareLanguages(): Generator<string> {
  for (const [key, message] of english) {
    const other = chinese.get(key);
    if (other === undefined) yield `zh-CN lacks ${key}`;
    else if (valuesOf(message) !== valuesOf(other)) yield `${key}: values differ`;
    if (message.trim() === "" || other?.trim() === "") yield `${key} is empty`;
    // An apostrophe before a brace would quote it, which the trainer's English does not know.
    if (isSentence(key) && /'[{}<]/.test(message + other)) yield `${key}: an apostrophe quotes`;
  }
  for (const key of chinese.keys()) if (!english.has(key)) yield `en lacks ${key}`;
}

/** Sources that may name sentences: not tests, and not what is generated from the catalogue. */
function listSources(): string[] {
  const skipped = /\.venv|\.test\.ts|sentence-values\.ts|contract\/|trainer\/tests/;
  return ["app", "components", "lib", "server"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => path.join(folder, name))
      .filter((name) => /\.(tsx?|py)$/.test(name) && !skipped.test(name)),
  );
}

function readContracts(): string {
  const folder = path.join(root, "lib/contracts");
  return readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), "utf8"))
    .join("\n");
}

function groupOf(key: string): string {
  return key.slice(0, key.lastIndexOf("."));
}

function* checkSentences(): Generator<string> {
  const named = new Map<string, string>();
  for (const file of listSources()) {
    const text = readFileSync(path.join(root, file), "utf8");
    for (const [, key] of text.matchAll(/"((?:server|trainer)\.[a-z]\w*\.\w+)"/g)) {
      named.set(key as string, file);
    }
  }
  const known = new Set([...english.keys()].filter(isSentence).map(sentenceOf));
  const groups = new Set([...known].map(groupOf));
  for (const [key, file] of named) {
    // The trainer's modules have names like `trainer.adapt.lora`; no group of sentences does.
    if (groups.has(groupOf(key)) && !known.has(key)) yield `${file} names ${key}: no such key`;
  }
  const contracts = readContracts();
  for (const key of known) {
    // The contracts say their own words in English; lib/i18n/issue-sentence.ts finds the key by them.
    const text = key.startsWith("server.contracts.") ? english.get(key) : undefined;
    const isNamed = named.has(key) || (text && contracts.includes(JSON.stringify(text)));
    if (!isNamed) yield `${key} is never named`;
  }
}

const problems = [...compareLanguages(), ...checkSentences()];
for (const problem of problems) console.error(problem);
console.log(`${english.size} messages, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
