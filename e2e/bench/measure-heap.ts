import type { Page } from "playwright";

/** Memory of the page, MB (10^6 bytes): objects, what the browser holds for them, typed arrays. */
export type HeapFigures = { objectsMb: number; arraysMb: number; totalMb: number };

/** What the page's memory holds now; nothing is collected beforehand. */
export async function readHeap(page: Page): Promise<HeapFigures> {
  const session = await page.context().newCDPSession(page);
  const usage = await session.send("Runtime.getHeapUsage");
  await session.detach();
  const objects = usage.usedSize + usage.embedderHeapUsedSize;
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  return {
    objectsMb: megabytes(objects),
    arraysMb: megabytes(usage.backingStorageSize),
    totalMb: megabytes(objects + usage.backingStorageSize),
  };
}
