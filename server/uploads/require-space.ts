import { statfs } from "node:fs/promises";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getEnv } from "../env";
import { makeHome } from "../make-home";

/** Kept free, so that the database can always write. */
const reservedBytes = 500e6;

/**
 * @param promisedBytes Room that is free still, but that others were promised.
 * @throws AppError `storage_full` when the home folder's disk has not this much room.
 */
export async function requireSpace(bytes: number, promisedBytes = 0): Promise<void> {
  makeHome();
  const disk = await statfs(getEnv().home);
  const freeBytes = disk.bavail * disk.bsize - reservedBytes - promisedBytes;
  if (bytes <= freeBytes) return;
  throw new AppError(
    "storage_full",
    sentence("server.machine.needsSpace", {
      neededBytes: bytes,
      freeBytes: Math.max(0, freeBytes),
    }),
  );
}
