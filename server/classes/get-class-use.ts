import type { z } from "zod";
import type { classUseSchema } from "@/lib/contracts/classes";
import { findPeople } from "../auth/queries";
import { getDb } from "../db/client";
import { getProjectRow, listClasses } from "../projects/queries";
import { countByScene, getClassOf } from "./queries";

/** Which scenes and people a class has labels of; those with most first. @throws AppError. */
export async function getClassUse({
  projectId,
  classId,
}: {
  projectId: string;
  classId: string;
}): Promise<z.infer<typeof classUseSchema>> {
  await getProjectRow(projectId);
  getClassOf(await listClasses(projectId), classId, "classId");
  const scenes = await countByScene(projectId, classId);
  const authors = await getDb()
    .selectFrom("label")
    .innerJoin("scene", "scene.id", "label.scene_id")
    .select((label) => ["author_id", label.fn.countAll<number>().as("count")])
    .where("scene.project_id", "=", projectId)
    .where("label.class_id", "=", classId)
    .groupBy("author_id")
    .orderBy("count", "desc")
    .execute();
  const people = await findPeople(authors.map((row) => row.author_id));
  return {
    tileCount: scenes.reduce((sum, scene) => sum + scene.tileCount, 0),
    scenes,
    authors: authors.map(({ author_id: id, count }) => ({
      ...{ id, name: people.get(id)?.name ?? id },
      tileCount: Number(count),
    })),
  };
}
