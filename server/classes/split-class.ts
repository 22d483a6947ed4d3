import { randomUUID } from "node:crypto";
import { suggestColour } from "@/lib/class-colours";
import { suggestKey } from "@/lib/class-keys";
import type { ClassChangeResult, SplitClassInput } from "@/lib/contracts/classes";
import { maxEditsPerBatch } from "@/lib/contracts/labels";
import { type Class, maxClasses } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { inTransaction, type Queryable } from "../db/client";
import { readLabelsOfTiles } from "../db/label-statements";
import { readAnswers } from "../db/opinion-statements";
import { letOthersWrite } from "../labels/let-others-write";
import { publishProject } from "../projects/publish-project";
import { getProjectRow, listClasses } from "../projects/queries";
import { saveClasses } from "../projects/save-classes";
import { insertClassChange } from "./class-changes";
import { findSplitTiles, type SceneTiles } from "./find-split-tiles";
import { moveLabels } from "./move-labels";
import { countByScene, getClassOf, requireTaker } from "./queries";

interface Split {
  projectId: string;
  from: Class | null;
  /** null: it has to be made. */
  into: Class | null;
  classes: Class[];
}

/**
 * Gives some tiles of a class to another one, or to a new one that is made beside it. In every scene
 * this is one act, which its history shows, and all of it can be reverted. With `preview` nothing
 * changes.
 *
 * @throws AppError `not_found`; `invalid_input` for classes, scenes or predictions that are not of
 *   the project, or when nothing says which tiles; `conflict` when no tile would change.
 */
export async function splitClass(
  input: SplitClassInput,
  author: { id: string },
): Promise<ClassChangeResult> {
  const split = await checkSplit(input);
  const found = await findSplitTiles(input, split.into);
  const tileCount = found.reduce((sum, { tiles }) => sum + tiles.length, 0);
  const stayCount = split.from ? (await countAll(split, split.from.id)) - tileCount : 0;
  let actId: string | null = null;
  let intoClassId = split.into?.id ?? null;
  if (!input.preview) {
    if (tileCount === 0) throw new AppError("conflict", sentence("server.classes.nothing"));
    actId = randomUUID();
    const act = { actId, authorId: author.id };
    intoClassId = await begin(input, split, act);
    for (const scene of found) await moveTiles(scene, split.from, intoClassId, act);
    await inTransaction((trx) => publishProject(trx, split.projectId));
  }
  return {
    actId,
    fromClassId: split.from?.id ?? null,
    intoClassId,
    tileCount,
    stayCount,
    scenes: found.map(({ sceneId, sceneName, tiles }) => ({
      sceneId,
      sceneName,
      tileCount: tiles.length,
    })),
    applied: !input.preview,
  };
}

async function checkSplit({ projectId, fromClassId, into, filter }: SplitClassInput) {
  await getProjectRow(projectId);
  const classes = await listClasses(projectId);
  const from = fromClassId === null ? null : getClassOf(classes, fromClassId, "fromClassId");
  if (Object.values(filter).every((one) => one === undefined)) {
    throw new AppError("invalid_input", sentence("server.classes.nothingChosen")).at("filter");
  }
  if (from === null && filter.picked === undefined) {
    throw new AppError("invalid_input", sentence("server.classes.onlyPicked")).at("fromClassId");
  }
  if ("classId" in into) {
    const known = getClassOf(classes, into.classId, "into.classId");
    requireTaker(from, known, "into.classId");
    return { projectId, from, into: known, classes };
  }
  const same = classes.find((one) => one.name.toLowerCase() === into.name.toLowerCase());
  if (same && !same.archived) {
    throw new AppError(
      "invalid_input",
      sentence("server.classes.nameTaken", { name: same.name }),
    ).at("into.name");
  }
  if (into.parentId != null) getClassOf(classes, into.parentId, "into.parentId");
  if (!same && classes.length >= maxClasses) {
    throw new AppError("conflict", sentence("server.projects.noRoomForClass", { maxClasses })).at(
      "into.name",
    );
  }
  return { projectId, from, into: null, classes };
}

async function countAll({ projectId }: Split, classId: string): Promise<number> {
  const scenes = await countByScene(projectId, classId);
  return scenes.reduce((sum, scene) => sum + scene.tileCount, 0);
}

/** Makes the class where it is new, and writes the change down. @returns The class that takes. */
async function begin(
  input: SplitClassInput,
  split: Split,
  act: { actId: string; authorId: string },
): Promise<string> {
  const { projectId, from } = split;
  return inTransaction(async (trx) => {
    const intoClassId = split.into?.id ?? (await makeClass(trx, input, split));
    const before = { from: null, childIds: [], intoIsNew: split.into === null };
    await insertClassChange(trx, { ...act, projectId, kind: "split", from, intoClassId, before });
    if (split.into === null) await publishProject(trx, projectId);
    return intoClassId;
  });
}

/** The new class comes right behind the one it is split from; an archived one comes back. */
async function makeClass(
  trx: Queryable,
  { projectId, into }: SplitClassInput,
  { from, classes }: Split,
): Promise<string> {
  if (!("name" in into)) throw new Error("There is no class to make.");
  const parentId = into.parentId === undefined ? from?.parentId : (into.parentId ?? undefined);
  const back = classes.find((one) => one.name.toLowerCase() === into.name.toLowerCase());
  const made = {
    name: into.name,
    colour:
      into.colour ??
      back?.colour ??
      suggestColour(
        into.name,
        classes.map((one) => one.colour),
      ),
    key: into.key === undefined ? suggestKey(classes.map((one) => one.key)) : into.key,
    archived: false,
    parent: classes.find((one) => one.id === parentId)?.name ?? null,
  };
  const list = classes
    .filter((one) => one !== back)
    .map(({ id, name, colour, key, archived }) => ({ id, name, colour, key, archived }));
  const place = from ? list.findIndex((one) => one.id === from.id) + 1 : list.length;
  const ids = await saveClasses(trx, projectId, [
    ...list.slice(0, place),
    { ...made, ...(back ? { id: back.id } : {}) },
    ...list.slice(place),
  ]);
  return ids[place] as string;
}

/** Only tiles that still are what they were when they were found. */
async function moveTiles(
  { sceneId, tiles }: SceneTiles,
  from: Class | null,
  intoClassId: string,
  act: { actId: string; authorId: string },
): Promise<void> {
  for (let start = 0; start < tiles.length; start += maxEditsPerBatch) {
    if (start > 0) await letOthersWrite();
    const part = [...tiles.subarray(start, start + maxEditsPerBatch)];
    await moveLabels({ ...act, sceneId, act: "split", intoClassId }, async (trx) => {
      const present = await readLabelsOfTiles(trx, sceneId, part);
      const answered = await readAnswers(trx, sceneId, JSON.stringify(part));
      return part
        .map((tile) => [tile, present.get(tile) ?? null] as const)
        .filter(([tile, now]) =>
          // Without a label, answers that are still being collected decide.
          from === null ? now !== null || !answered.has(tile) : now === from.id,
        );
    });
  }
}
