import { mkdir, statfs } from "node:fs/promises";
import { AppError } from "@/lib/errors";
import { getEnv } from "../env";

/** Kept free, so that the database can always write. */
const reservedBytes = 500e6;

/** @throws AppError `storage_full` when the home folder's disk has not this much room. */
export async function requireSpace(bytes: number): Promise<void> {
  const { home } = getEnv();
  await mkdir(home, { recursive: true });
  const disk = await statfs(home);
  const freeBytes = disk.bavail * disk.bsize - reservedBytes;
  if (bytes <= freeBytes) return;
  const gigabytes = (value: number) => `${(Math.max(0, value) / 1e9).toFixed(1)} GB`;
  throw new AppError(
    "storage_full",
    `This needs ${gigabytes(bytes)}, but the server's disk has ${gigabytes(freeBytes)} free.`,
    { hint: "Free some space on the server, or ask its administrator." },
  );
}
