import type { OpinionSetting } from "@/lib/contracts/opinions";
import { getDb } from "../db/client";
import { getProjectRow } from "../projects/queries";
import { getOpinionSetting } from "./queries";

/** How many answers a project asks for. @throws AppError `not_found`. */
export async function readSetting(projectId: string): Promise<OpinionSetting> {
  await getProjectRow(projectId);
  return getOpinionSetting(getDb(), projectId);
}
