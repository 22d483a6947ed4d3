import { type FileHandle, open } from "node:fs/promises";

const chunkBytes = 256 * 1024;

/**
 * Bytes of a file as a web stream, both ends included.
 *
 * @param file Where it lies, or the file opened for reading, which is closed at the end.
 *
 * Not `Readable.toWeb`: in Node 20 that throws "Controller is already closed", where nobody can catch
 * it, when a reader goes away at the wrong moment, and a map that is panned goes away all the time.
 */
export function streamBytes(
  file: string | FileHandle,
  first: number,
  last: number,
): ReadableStream<Uint8Array> {
  let handle: FileHandle | null = typeof file === "string" ? null : file;
  let position = first;
  let canceled = false;
  const close = async () => {
    const opened = handle;
    handle = null;
    await opened?.close();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (typeof file === "string") handle ??= await open(file, "r");
        if (!handle) return;
        // The reader may have gone while the file was being opened.
        if (canceled) return close();
        const wanted = Math.min(chunkBytes, last - position + 1);
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(wanted), 0, wanted, position);
        if (canceled) return;
        position += bytesRead;
        if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead));
        if (bytesRead === 0 || position > last) {
          await close();
          controller.close();
        }
      },
      async cancel() {
        canceled = true;
        await close();
      },
    },
    // Nothing is read ahead of who asks: a chunk at a time keeps a slow reader's memory small.
    { highWaterMark: 0 },
  );
}

/** What is made while it is sent, as a web stream; making it stops when the reader goes away. */
export function streamParts(parts: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  const iterator = parts[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let canceled = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (canceled) return;
        if (done) controller.close();
        else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
      },
      async cancel() {
        canceled = true;
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
