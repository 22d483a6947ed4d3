import { statfs } from "node:fs/promises";
import { AppError } from "@/lib/errors";
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
  const gigabytes = (value: number) => `${(Math.max(0, value) / 1e9).toFixed(1)} GB`;
  throw new AppError(
    "storage_full",
    `This needs ${gigabytes(bytes)}, but the server's disk has ${gigabytes(freeBytes)} free.`,
    { hint: "Free some space on the server, or ask its administrator." },
  );
}
