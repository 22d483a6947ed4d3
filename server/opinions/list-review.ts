import type { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import type { listReviewInputSchema, ReviewQueue } from "@/lib/contracts/opinions";
import { getDb } from "../db/client";
import { countReviewTiles, readReviewTiles } from "../db/review-statements";
import { getLabelGrid } from "../labels/queries";
import { describeTiles } from "./describe-tiles";

type Asked = z.output<typeof listReviewInputSchema>;

/** The tiles that wait for a reviewer, scene by scene in the order of their import. */
export async function listReview(
  input: Asked,
  me: Pick<Me, "id" | "permissions">,
): Promise<ReviewQueue> {
  const sceneIds = await listSceneIds(input);
  const counts = await countReviewTiles(getDb(), sceneIds);
  const tiles: ReviewQueue["tiles"] = [];
  let more = false;
  const first = input.afterSceneId ? Math.max(0, sceneIds.indexOf(input.afterSceneId)) : 0;
  for (const sceneId of sceneIds.slice(first)) {
    const isBegun = sceneId === input.afterSceneId;
    // One more than wanted tells whether there are any after them.
    const missing = input.limit - tiles.length;
    const found = await readReviewTiles(getDb(), {
      sceneId,
      kind: input.kind,
      classId: input.classId ?? null,
      otherClassId: input.otherClassId ?? null,
      afterTileIndex: isBegun ? (input.afterTileIndex ?? -1) : -1,
      limit: missing + 1,
    });
    more = found.length > missing;
    const grid = await getLabelGrid(getDb(), sceneId);
    tiles.push(...(await describeTiles(grid, found.slice(0, missing), me)));
    if (more) break;
  }
  const count = (status: string) => counts.get(status) ?? 0;
  return {
    tiles,
    more,
    counts: {
      disagreement: count("in_review"),
      flagged: count("flagged"),
      returned: count("returned"),
      labelled: Math.max(0, count("labelled") - count("accepted")),
      open: count("open"),
    },
  };
}

async function listSceneIds({ projectId, sceneId }: Asked): Promise<string[]> {
  const rows = await getDb()
    .selectFrom("scene")
    .select("id")
    .where("project_id", "=", projectId)
    .$if(sceneId !== undefined, (query) => query.where("id", "=", sceneId ?? ""))
    .orderBy("created_at_ms")
    .orderBy("id")
    .execute();
  return rows.map((row) => row.id);
}
