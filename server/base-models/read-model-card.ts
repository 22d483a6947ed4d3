import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";

const maxDescription = 300;

/** Licence and first paragraph of a model's README.md, where there is one. */
export async function readModelCard(
  folder: string,
): Promise<{ licence: string | null; description: string }> {
  const text = await readFile(path.join(folder, "README.md"), "utf8").catch(() => "");
  const [, header = "", body = text] =
    /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text) ?? [];
  const paragraph = body
    .split(/\r?\n\s*\r?\n/)
    .map((one) => one.replace(/\s+/g, " ").trim())
    .find((one) => one !== "" && !/^[#<|![>-]/.test(one));
  return { licence: findLicence(header), description: (paragraph ?? "").slice(0, maxDescription) };
}

function findLicence(header: string): string | null {
  try {
    const licence = (parse(header) as { license?: unknown } | null)?.license;
    return typeof licence === "string" ? licence : null;
  } catch {
    return null;
  }
}
