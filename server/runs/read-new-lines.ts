import { open } from "node:fs/promises";

export interface Line {
  text: string;
  /** Where the line begins in its file, bytes. */
  offset: number;
}

/** More than a chunk is read in the next turn, so that one transaction stays short. */
const maxChunkBytes = 1024 * 1024;
const lineEnd = 10;

/**
 * Reads the whole lines that begin at `offset`. What follows the last line end is left for the next
 * time: its writer is not done with it.
 *
 * @returns The lines, and the offset behind them.
 */
export async function readNewLines(
  file: string,
  offset: number,
): Promise<{ lines: Line[]; nextOffset: number }> {
  const chunk = await readChunk(file, offset);
  const lines: Line[] = [];
  let begin = 0;
  for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, begin)) {
    const text = chunk.toString("utf8", begin, end);
    if (text.trim() !== "") lines.push({ text, offset: offset + begin });
    begin = end + 1;
  }
  if (begin === 0 && chunk.length >= maxChunkBytes) {
    // No line is that long; step over it rather than read it for ever.
    const text = chunk.toString("utf8", 0, 200);
    return { lines: [{ text, offset }], nextOffset: offset + chunk.length };
  }
  return { lines, nextOffset: offset + begin };
}

async function readChunk(file: string, offset: number): Promise<Buffer> {
  try {
    const handle = await open(file, "r");
    try {
      const buffer = Buffer.alloc(maxChunkBytes);
      const { bytesRead } = await handle.read(buffer, 0, maxChunkBytes, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}
