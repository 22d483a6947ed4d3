import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { inTransaction } from "../db/client";
import { getEnv } from "../env";
import { enqueueJob } from "../jobs/enqueue-job";
import type { DemonstrationPayload } from "./demonstrate-project-job";

const settingKey = "demonstration";

/**
 * Asks for the demonstration project at the first start, once in the life of a home folder: who
 * deletes it does not get it back.
 */
export async function enqueueDemonstration(): Promise<void> {
  if (!getEnv().demo) return;
  await inTransaction(async (trx) => {
    const known = await trx
      .selectFrom("setting")
      .select("key")
      .where("key", "=", settingKey)
      .executeTakeFirst();
    if (known) return;
    const payload: DemonstrationPayload = {
      projectId: newId("project"),
      sceneId: newId("scene"),
    };
    await trx
      .insertInto("setting")
      .values({ key: settingKey, value_json: JSON.stringify(payload) })
      .execute();
    await enqueueJob(trx, {
      kind: "project.demonstrate",
      payload,
      // The project does not exist yet; the job makes it together with its scene.
      projectId: null,
      subjectId: payload.projectId,
      title: sentence("server.titles.demonstration"),
      createdBy: null,
    });
  });
}
