import type { Duplex } from "node:stream";
import { z } from "zod";
import { toAppError } from "@/lib/errors";
import { log } from "../log";

/** Reads a piece of a file that a trainer command is about; both ends included. */
export type ReadRange = (
  source: string,
  first: number,
  last: number,
) => Promise<{ bytes: Buffer; byteSize: number }>;

/** The number under which a command finds its end of the channel. */
export const rangesDescriptor = 4;

const maxPieceBytes = 1024 * 1024 * 1024;
const questionSchema = z.object({
  source: z.string().max(500),
  offset: z.number().int().nonnegative(),
  length: z.number().int().min(1).max(maxPieceBytes),
});

/**
 * Answers what a command asks on its channel, one question after the other; see `range_file.py`. The
 * command itself never goes to the network.
 */
export async function serveRanges(channel: Duplex, read: ReadRange): Promise<void> {
  channel.on("error", () => {});
  let rest = Buffer.alloc(0);
  try {
    for await (const piece of channel as AsyncIterable<Buffer>) {
      rest = Buffer.concat([rest, piece]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        const line = rest.subarray(0, end).toString("utf8");
        rest = rest.subarray(end + 1);
        await answer(channel, line, read);
      }
    }
  } catch (error) {
    // The command has ended, or was ended.
    log.debug("A channel of a trainer command closed.", { error });
  }
}

async function answer(channel: Duplex, line: string, read: ReadRange): Promise<void> {
  let head: unknown;
  let content = Buffer.alloc(0);
  try {
    const { source, offset, length } = questionSchema.parse(JSON.parse(line));
    const { bytes, byteSize } = await read(source, offset, offset + length - 1);
    content = Buffer.from(bytes);
    head = { ok: true, length: content.length, byteSize };
  } catch (thrown) {
    const problem = toAppError(thrown);
    if (problem.code === "internal") log.error("A range could not be read.", { error: thrown });
    head = { ok: false, error: problem.toProblem() };
  }
  channel.write(`${JSON.stringify(head)}\n`);
  // Told when the bytes have gone out, and also when they never will.
  await new Promise<void>((resolve) => channel.write(content, () => resolve()));
}
