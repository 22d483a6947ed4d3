import type { JsonSchema, Operation } from "./openapi";
import { exampleOf } from "./schema-text";

/** A curl command that calls a route with the key in $TILEWRIGHT_KEY. */
export function curlText(
  operation: Operation,
  schemas: Record<string, JsonSchema>,
  origin: string,
): string {
  const lines = [`curl ${operation.method === "GET" ? "" : `-X ${operation.method} `}`];
  lines[0] += `"${origin}/api${operation.path}" \\`;
  lines.push('  -H "Authorization: Bearer $TILEWRIGHT_KEY"');
  if (operation.body) {
    const example = JSON.stringify(exampleOf(operation.body, schemas)).replaceAll("'", "'\\''");
    lines[1] += " \\";
    lines.push('  -H "Content-Type: application/json" \\', `  -d '${example}'`);
  }
  return lines.join("\n");
}
