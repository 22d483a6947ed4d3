import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Fails when English and Chinese do not have the same keys with the same placeholders. */

type Messages = { [key: string]: string | Messages };

const folder = path.resolve("lib/i18n/messages");
const locales = ["en", "zh-CN"] as const;

function flatten(
  messages: Messages,
  prefix: string,
  into: Map<string, string>,
): Map<string, string> {
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === "string") into.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`, into);
  }
  return into;
}

function readLocale(locale: string): Map<string, string> {
  const all = new Map<string, string>();
  for (const file of readdirSync(path.join(folder, locale)).sort()) {
    const messages = JSON.parse(readFileSync(path.join(folder, locale, file), "utf8")) as Messages;
    flatten(messages, `${path.basename(file, ".json")}.`, all);
  }
  return all;
}

/** Names used in a message: `{count}`, `{name, plural, ...}`, `<link>`; plural branches count once. */
function placeholders(message: string): string {
  const names = Array.from(
    message.matchAll(/\{\s*([a-zA-Z]\w*)\s*[,}]|<([a-z]\w*)>/g),
    (match) => match[1] ?? match[2],
  );
  return [...new Set(names)].sort().join(" ");
}

const [english, chinese] = locales.map(readLocale) as [Map<string, string>, Map<string, string>];
const problems: string[] = [];
for (const [key, message] of english) {
  const other = chinese.get(key);
  if (other === undefined) problems.push(`zh-CN lacks ${key}`);
  else if (placeholders(message) !== placeholders(other))
    problems.push(`${key}: placeholders differ`);
  if (message.trim() === "" || other?.trim() === "") problems.push(`${key} is empty`);
}
for (const key of chinese.keys()) if (!english.has(key)) problems.push(`en lacks ${key}`);
for (const problem of problems) console.error(problem);
console.log(`${english.size} messages, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
