import type { ClassChangeResult } from "@/lib/contracts/classes";
import type { Class } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";

/** @throws AppError `invalid_input` when the project has no such class. */
export function getClassOf(classes: readonly Class[], classId: string, path: string): Class {
  const found = classes.find((one) => one.id === classId);
  if (found) return found;
  throw new AppError("invalid_input", sentence("server.classes.unknown", { classId })).at(path);
}

/** @throws AppError `invalid_input` for a class that cannot take labels, or gives up its own. */
export function requireTaker(from: Class | null, into: Class, path: string): void {
  if (from?.id === into.id) {
    throw new AppError("invalid_input", sentence("server.classes.same", { name: into.name })).at(
      path,
    );
  }
  if (into.archived) {
    throw new AppError(
      "invalid_input",
      sentence("server.classes.archived", { name: into.name }),
    ).at(path);
  }
}

/** Scenes of a project that have labels of a class, with how many. */
export async function countByScene(
  projectId: string,
  classId: string,
): Promise<ClassChangeResult["scenes"]> {
  const rows = await getDb()
    .selectFrom("label_count")
    .innerJoin("scene", "scene.id", "label_count.scene_id")
    .select(["scene.id", "scene.name", "label_count.count"])
    .where("scene.project_id", "=", projectId)
    .where("label_count.class_id", "=", classId)
    .where("label_count.count", ">", 0)
    .orderBy("scene.created_at_ms")
    .execute();
  return rows.map((row) => ({ sceneId: row.id, sceneName: row.name, tileCount: row.count }));
}
