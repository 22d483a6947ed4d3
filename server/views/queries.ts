import type { Selectable } from "kysely";
import { type View, viewSchema } from "@/lib/contracts/views";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { findPeople } from "../auth/queries";
import { getDb, type Queryable } from "../db/client";
import type { SavedViewTable } from "../db/schema";
import { publishEvent } from "../live/publish-event";

type ViewRow = Selectable<SavedViewTable>;

/** @throws AppError `not_found`. */
export async function getViewRow(viewId: string): Promise<ViewRow> {
  const row = await getDb()
    .selectFrom("saved_view")
    .selectAll()
    .where("id", "=", viewId)
    .executeTakeFirst();
  if (row) return row;
  throw new AppError("not_found", sentence("server.views.missing", { viewId }));
}

export async function toViews(rows: ViewRow[]): Promise<View[]> {
  const people = await findPeople(rows.map((row) => row.created_by));
  return rows.map((row) =>
    viewSchema.parse({
      ...JSON.parse(row.view_json),
      id: row.id,
      projectId: row.project_id,
      name: row.name,
      isDefault: row.is_default === 1,
      createdBy: people.get(row.created_by ?? "") ?? null,
      createdAtMs: row.created_at_ms,
    }),
  );
}

export async function getView(viewId: string): Promise<View> {
  const [view] = await toViews([await getViewRow(viewId)]);
  if (!view) throw new Error(`View ${viewId} vanished while it was read.`);
  return view;
}

/** What goes into `view_json`. */
export function toViewJson(view: Pick<View, "rendering" | "stretchName" | "bandNames">): string {
  const { rendering, stretchName, bandNames } = view;
  return JSON.stringify({ rendering, stretchName, bandNames });
}

/** A project has one default view at most. */
export async function clearDefaultView(db: Queryable, projectId: string): Promise<void> {
  await db
    .updateTable("saved_view")
    .set({ is_default: 0 })
    .where("project_id", "=", projectId)
    .execute();
}

/** Tells the browsers in a project that its views changed. */
export async function publishViews(db: Queryable, projectId: string): Promise<void> {
  await publishEvent(db, `project:${projectId}`, { type: "views.changed", projectId });
}
