import type { Scene } from "./contracts/scenes";

/**
 * What a coordinate system is called: its code, else the name that its WKT begins with
 * (`PROJCS["Albers",…`), which is the only one that systems of agencies and other planets have.
 */
export function crsName({ code, wkt }: Pick<Scene["crs"], "code" | "wkt">): string | null {
  if (code) return code;
  // Quotes within a name are doubled (OGC 18-010).
  const name = /^\s*\w+\s*\[\s*"((?:[^"]|"")*)"/.exec(wkt ?? "")?.[1]?.replaceAll('""', '"');
  return name && !/^(unnamed|unknown)$/i.test(name) ? name.replaceAll("_", " ") : null;
}
