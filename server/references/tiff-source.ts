import type { ByteSource } from "./byte-source";

type Slice = { offset: number; length: number };

/** A file that lies elsewhere as geotiff.js reads files; what is behind its end reads as zeros. */
export class TiffSource {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get fileSize(): number {
    return this.#source.byteSize;
  }

  async fetch(slices: Slice[], signal?: AbortSignal): Promise<ArrayBuffer[]> {
    return Promise.all(slices.map(async (slice) => (await this.fetchSlice(slice, signal)).data));
  }

  async fetchSlice({ offset, length }: Slice, signal?: AbortSignal) {
    const bytes = new Uint8Array(length);
    bytes.set(await this.#source.read(offset, offset + length - 1, signal));
    return { data: bytes.buffer, offset, length };
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}
