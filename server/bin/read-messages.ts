import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The message catalogues, as the tools that check them and generate from them see them. */

interface Messages {
  [key: string]: string | Messages;
}

const folder = path.resolve(import.meta.dirname, "../../lib/i18n/messages");

/** Namespaces whose sentences the server and the trainer name; `sentence()` takes their keys. */
export const sentenceNamespaces = ["server", "trainer"];

export function isSentence(key: string): boolean {
  return sentenceNamespaces.some((namespace) => key.startsWith(`${namespace}.`));
}

/** Key, without the parts that a sentence is made of. */
export function sentenceOf(key: string): string {
  return key.replace(/\.(message|hint)$/, "");
}

function flatten(messages: Messages, prefix: string, into: Map<string, string>): void {
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === "string") into.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`, into);
  }
}

/** Every message of a language by its full key, such as `common.nav.projects`. */
export function readMessages(locale: string): Map<string, string> {
  const all = new Map<string, string>();
  for (const file of readdirSync(path.join(folder, locale)).sort()) {
    const text = readFileSync(path.join(folder, locale, file), "utf8");
    flatten(JSON.parse(text) as Messages, `${path.basename(file, ".json")}.`, all);
  }
  return all;
}

/** `plural` and `number` want a number, `select` a word, `plain` takes anything. */
export type ValueKind = "plain" | "number" | "plural" | "select" | "tag";

/** What a message leaves open: `{count}`, `{name, plural, …}`, `<link>`; branches are looked into. */
export function findValues(message: string): Map<string, ValueKind> {
  const found = new Map<string, ValueKind>();
  for (const [, tag] of message.matchAll(/<([a-z]\w*)>/g)) found.set(tag as string, "tag");
  collect(message, found);
  return found;
}

function collect(text: string, found: Map<string, ValueKind>): void {
  for (const inside of insides(text)) {
    const [name = "", kind = "plain", ...rest] = inside.split(",").map((part) => part.trim());
    const known = found.get(name);
    if (known === undefined || known === "plain") found.set(name, kind as ValueKind);
    if (kind === "plural" || kind === "select") {
      for (const branch of insides(rest.join(","))) collect(branch, found);
    }
  }
}

/** What stands within the outermost braces of a text. */
function insides(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [position, character] of Array.from(text).entries()) {
    if (character === "{" && depth++ === 0) start = position + 1;
    if (character === "}" && --depth === 0) {
      found.push(Array.from(text).slice(start, position).join(""));
    }
  }
  return found;
}
