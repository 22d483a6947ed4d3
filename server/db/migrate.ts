import { Kysely, SqliteDialect } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { getEnv } from "../env";
import { openSqlite } from "./client";
import * as people from "./migrations/0001-people";
import * as foundation from "./migrations/0002-foundation";
import * as labelCounts from "./migrations/0003-label-counts";
import * as labelEvents from "./migrations/0004-label-events";
import * as runTime from "./migrations/0005-run-time";
import * as jobTitles from "./migrations/0006-job-titles";
import * as ownPassword from "./migrations/0007-own-password";
import * as launchKey from "./migrations/0008-launch-key";
import * as savedViews from "./migrations/0009-saved-views";
import * as labelActs from "./migrations/0010-label-acts";
import * as opinions from "./migrations/0011-opinions";
import * as viewOrder from "./migrations/0012-view-order";
import * as labelRevisions from "./migrations/0013-label-revisions";
import * as workAreas from "./migrations/0014-work-areas";
import * as sceneReferences from "./migrations/0015-scene-references";
import * as classChanges from "./migrations/0016-class-changes";
import * as runManagement from "./migrations/0017-run-management";

/** In order; a name never changes once it has been released. */
const migrations: Record<string, Migration> = {
  "0001-people": people,
  "0002-foundation": foundation,
  "0003-label-counts": labelCounts,
  "0004-label-events": labelEvents,
  "0005-run-time": runTime,
  "0006-job-titles": jobTitles,
  "0007-own-password": ownPassword,
  "0008-launch-key": launchKey,
  "0009-saved-views": savedViews,
  "0010-label-acts": labelActs,
  "0011-opinions": opinions,
  "0012-view-order": viewOrder,
  "0013-label-revisions": labelRevisions,
  "0014-work-areas": workAreas,
  "0015-scene-references": sceneReferences,
  "0016-class-changes": classChanges,
  "0017-run-management": runManagement,
};

/**
 * Brings the database to the newest version; does nothing when it is there already.
 *
 * Web and worker both call this at their start. All of it is one immediate transaction on a
 * connection of its own, so the second to come waits for the first, and a migration that fails
 * halfway leaves nothing behind.
 *
 * @throws Error naming the migration that failed.
 */
export async function migrate(file: string = getEnv().databasePath): Promise<void> {
  const sqlite = openSqlite(file);
  try {
    sqlite.pragma("busy_timeout = 60000");
    sqlite.exec("begin immediate");
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => migrations },
      disableTransactions: true,
    });
    const { error, results } = await migrator.migrateToLatest();
    if (error) {
      sqlite.exec("rollback");
      const failed = results?.find((result) => result.status === "Error");
      throw new Error(`The database could not be migrated (${failed?.migrationName ?? file}).`, {
        cause: error,
      });
    }
    sqlite.exec("commit");
  } finally {
    sqlite.close();
  }
}
