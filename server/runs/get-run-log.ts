import { open } from "node:fs/promises";
import type { RunLog } from "@/lib/contracts/runs";
import { getDb } from "../db/client";
import { getRunRow } from "./queries";
import { runFiles } from "./run-folder";

const pageBytes = 64 * 1024;

/**
 * A page of what the trainer printed: from `offset` on, or the end of it when that is missing.
 * Offsets are bytes; a page begins and ends between characters.
 */
export async function getRunLog(input: { runId: string; offset?: number }): Promise<RunLog> {
  await getRunRow(getDb(), input.runId);
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(runFiles.log(input.runId), "r");
  } catch {
    return { text: "", offset: 0, nextOffset: 0, totalBytes: 0 };
  }
  try {
    const { size: totalBytes } = await handle.stat();
    const wanted = Math.min(input.offset ?? Math.max(0, totalBytes - pageBytes), totalBytes);
    const buffer = Buffer.alloc(Math.min(pageBytes, totalBytes - wanted));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, wanted);
    const page = buffer.subarray(0, bytesRead);
    const begin = wanted === 0 ? 0 : skipPartialCharacter(page);
    const end = wanted + bytesRead === totalBytes ? bytesRead : cutPartialCharacter(page);
    return {
      text: page.toString("utf8", begin, end),
      offset: wanted + begin,
      nextOffset: wanted + end,
      totalBytes,
    };
  } finally {
    await handle.close();
  }
}

const isContinuation = (byte: number | undefined) =>
  byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;

function skipPartialCharacter(page: Buffer): number {
  let begin = 0;
  while (begin < 3 && isContinuation(page[begin])) begin += 1;
  return begin;
}

function cutPartialCharacter(page: Buffer): number {
  let last = page.length - 1;
  while (last > 0 && isContinuation(page[last])) last -= 1;
  const lead = page[last] ?? 0;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return last + needed <= page.length ? page.length : last;
}
