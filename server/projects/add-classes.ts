import { suggestColour } from "@/lib/class-colours";
import { suggestKey } from "@/lib/class-keys";
import { maxClasses } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";
import { publishProject } from "./publish-project";
import { listClasses } from "./queries";
import { saveClasses } from "./save-classes";

/**
 * Adds classes behind those a project has, with their usual colours and free keys. An archived class
 * of the same name comes back instead. Call it in a transaction.
 *
 * @throws AppError `conflict` when the project has no room for them.
 */
export async function addClasses(
  db: Queryable,
  projectId: string,
  names: readonly string[],
): Promise<void> {
  const present = await listClasses(projectId);
  const wanted = new Map(names.map((name) => [name.toLowerCase(), name]));
  const kept = present.map(({ id, name, colour, key, archived }) => {
    const comesBack = wanted.delete(name.toLowerCase());
    return { ...{ id, name, colour, key }, archived: archived && !comesBack };
  });
  if (present.length + wanted.size > maxClasses) {
    throw new AppError(
      "conflict",
      sentence("server.truth.noRoom", { count: wanted.size, maxClasses }),
    );
  }
  const colours = present.map((one) => one.colour);
  const keys = present.map((one) => one.key);
  const added = [...wanted.values()].map((name) => {
    const colour = suggestColour(name, colours);
    const key = suggestKey(keys);
    colours.push(colour);
    keys.push(key);
    return { name, colour, key, archived: false };
  });
  await saveClasses(db, projectId, [...kept, ...added]);
  await publishProject(db, projectId);
}
