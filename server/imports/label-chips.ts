import { randomUUID } from "node:crypto";
import { suggestColour } from "@/lib/class-colours";
import { suggestKey } from "@/lib/class-keys";
import { maxEditsPerBatch } from "@/lib/contracts/labels";
import { type Class, maxClasses } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { studioAuthor } from "../auth/studio-author";
import { inTransaction } from "../db/client";
import { applyLabels } from "../labels/apply-labels";
import { publishProject } from "../projects/publish-project";
import { listClasses } from "../projects/queries";
import { saveClasses } from "../projects/save-classes";
import type { NewScene } from "./keep-scene";
import type { ChipRow } from "./read-chip-table";

/**
 * Labels the chips of a new sheet with the classes of their folders.
 *
 * @throws AppError `conflict` when the folders are more than a project has room for.
 */
export async function labelChips(scene: NewScene, table: ChipRow[]): Promise<void> {
  const names = [...new Set(table.map((chip) => chip.className))];
  const classes = await matchClasses(scene, names);
  const edits = table.flatMap((chip) => {
    const classId = classes.get(normalise(chip.className));
    return classId === undefined ? [] : [{ row: chip.row, col: chip.col, classId }];
  });
  const actId = randomUUID(); // all of them go back together
  for (let start = 0; start < edits.length; start += maxEditsPerBatch) {
    await applyLabels(
      {
        batchId: randomUUID(),
        actId,
        sceneId: scene.sceneId,
        act: "import",
        edits: edits.slice(start, start + maxEditsPerBatch),
      },
      scene.importedBy === null ? studioAuthor : { id: scene.importedBy },
      { settles: true },
    );
  }
}

const maxNameLength = 120;

/** The class that a folder stands for, as long as a name may be. */
function toClassName(folder: string): string {
  return folder.trim().slice(0, maxNameLength).trim();
}

/** What two names of one class have in common. */
function normalise(name: string): string {
  return toClassName(name).toLowerCase();
}

/** Class ids by normalised folder name; makes those that are missing, if that is wanted. */
async function matchClasses(scene: NewScene, names: string[]): Promise<Map<string, string>> {
  const present = await listClasses(scene.projectId);
  const usable = present.filter((one) => scene.createMissingClasses || !one.archived);
  const known = new Map(usable.map((one) => [normalise(one.name), one]));
  const missing = new Map<string, string>();
  for (const name of names) {
    const key = normalise(name);
    if (!known.has(key) && !missing.has(key)) missing.set(key, name);
  }
  if (scene.createMissingClasses) {
    await addClasses(
      scene.projectId,
      present,
      [...missing.values()],
      new Set(names.map(normalise)),
    );
  }
  const all = await listClasses(scene.projectId);
  return new Map(all.filter((one) => !one.archived).map((one) => [normalise(one.name), one.id]));
}

/** Adds classes behind the present ones, and brings archived ones back that are in use again. */
async function addClasses(
  projectId: string,
  present: Class[],
  missing: string[],
  inUse: Set<string>,
): Promise<void> {
  const revived = present.some((one) => one.archived && inUse.has(normalise(one.name)));
  if (missing.length === 0 && !revived) return;
  if (present.length + missing.length > maxClasses) {
    throw new AppError(
      "conflict",
      sentence("server.imports.tooManyClasses", { count: missing.length, maxClasses }),
    );
  }
  const colours = present.map((one) => one.colour);
  const keys = present.map((one) => one.key);
  const added = missing.map((name) => {
    const colour = suggestColour(name, colours);
    const key = suggestKey(keys);
    colours.push(colour);
    keys.push(key);
    return { name: toClassName(name), colour, key, archived: false };
  });
  const kept = present.map(({ id, name, colour, key, archived }) => ({
    ...{ id, name, colour, key },
    archived: archived && !inUse.has(normalise(name)),
  }));
  await inTransaction(async (trx) => {
    await saveClasses(trx, projectId, [...kept, ...added]);
    await publishProject(trx, projectId);
  });
}
