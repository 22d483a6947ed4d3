import { stringify } from "yaml";
import type { LaunchRunInput } from "@/lib/contracts/runs";

/** A run as YAML: the words and the order of the form. */
export function runYaml(launch: LaunchRunInput): string {
  return stringify(launch, { lineWidth: 0 });
}

/** Single quotes for a POSIX shell; a quote inside is closed, escaped and opened again. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The same run as one command; the key comes from the environment, so that it is not in the history. */
export function runCurl(launch: LaunchRunInput, origin: string): string {
  return [
    `curl -fsS -X POST ${origin}/api/runs`,
    `  -H "Authorization: Bearer $TILEWRIGHT_API_KEY"`,
    `  -H "Content-Type: application/json"`,
    `  -d ${shellQuoted(JSON.stringify(launch, null, 2))}`,
  ].join(" \\\n");
}
