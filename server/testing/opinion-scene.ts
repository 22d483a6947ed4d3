import { randomUUID } from "node:crypto";
import type { Me } from "@/lib/contracts/auth";
import type { OpinionSetting } from "@/lib/contracts/opinions";
import { permissionsOf } from "../auth/permissions";
import { insertTestProject, insertTestScene, insertTestUser } from "./open-test-studio";

/** A person of a role, with a row of their own. */
export async function person(name: string, role: Me["role"]): Promise<Me> {
  const { id } = await insertTestUser(name);
  const { getDb } = await import("../db/client");
  await getDb().updateTable("user").set({ role }).where("id", "=", id).execute();
  return { id, name, email: `${name}@example.org`, role, permissions: permissionsOf(role) } as Me;
}

/** A scene of one row in a project of its own that asks for opinions. */
export async function openOpinionScene(setting: Partial<OpinionSetting> = {}) {
  const { getDb } = await import("../db/client");
  const { applyLabels } = await import("../labels/apply-labels");
  const { getOwnPlane } = await import("../labels/get-own-plane");
  const { getLabelPlane } = await import("../labels/get-label-plane");
  const { projectId, classIds } = await insertTestProject({ classes: 3 });
  await getDb()
    .insertInto("opinion_setting")
    .values({
      project_id: projectId,
      opinions: 2,
      share: 1,
      rule: "unanimous",
      seed: 1,
      ...setting,
    })
    .execute();
  const sceneId = await insertTestScene(projectId, { rows: 1, cols: 6 });
  const digits = (plane: string) => [...Buffer.from(plane, "base64")].join("");
  return {
    projectId,
    classIds: classIds as [string, string, string],
    sceneId,
    db: getDb(),
    /** Class numbers from 1, 0 clears. */
    label: (who: Me, cols: number[], number: number, act: "key" | "undo" = "key") =>
      applyLabels(
        {
          batchId: randomUUID(),
          sceneId,
          act,
          edits: cols.map((col) => ({
            row: 0,
            col,
            classId: number === 0 ? null : (classIds[number - 1] as string),
          })),
        },
        who,
      ),
    seenBy: async (who: Me) => digits((await getOwnPlane(sceneId, who)).plane),
    settled: async () => digits((await getLabelPlane(sceneId)).plane),
    statuses: async () => {
      const rows = await getDb()
        .selectFrom("tile_review")
        .select(["tile_index", "status"])
        .where("scene_id", "=", sceneId)
        .orderBy("tile_index")
        .execute();
      return rows.map((row) => `${row.tile_index} ${row.status}`);
    },
  };
}
