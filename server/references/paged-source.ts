import type { ByteSource } from "./byte-source";

const pageBytes = 256 * 1024;
/** Pages that follow each other are asked for at once; more and more of them to who reads on. */
const maxRunPages = 16;

/**
 * Keeps the pages of a file that were read last: GDAL and geotiff.js ask for many small pieces that
 * lie beside each other, and each would be a request of its own.
 */
export function withPages(source: ByteSource, keptBytes = 32 * 1024 * 1024): ByteSource {
  const pages = new Map<number, Promise<Buffer>>();
  const pageCount = Math.ceil(source.byteSize / pageBytes);
  let ahead = { next: 0, count: 1 };
  const keep = (page: number, bytes: Promise<Buffer>) => {
    pages.delete(page);
    pages.set(page, bytes);
    for (const oldest of pages.keys()) {
      if (pages.size * pageBytes <= keptBytes) break;
      pages.delete(oldest);
    }
  };
  const ask = (from: number, to: number, signal?: AbortSignal) => {
    const run = source.read(from * pageBytes, (to + 1) * pageBytes - 1, signal);
    for (let page = from; page <= to; page += 1) {
      const start = (page - from) * pageBytes;
      // A copy: one page would keep the whole run in memory.
      const bytes = run.then((all) => Buffer.from(all.subarray(start, start + pageBytes)));
      bytes.catch(() => pages.delete(page));
      keep(page, bytes);
    }
  };
  return {
    byteSize: source.byteSize,
    version: source.version,
    name: source.name,
    async read(first, last, signal) {
      const end = Math.min(last, source.byteSize - 1);
      if (first > end) return Buffer.alloc(0);
      const from = Math.floor(first / pageBytes);
      const to = Math.min(pageCount - 1, Math.floor(end / pageBytes));
      const wanted: Promise<Buffer>[] = [];
      for (let page = from; page <= to; page += 1) {
        let known = pages.get(page);
        if (!known) {
          const isGoingOn = page === ahead.next;
          const count = isGoingOn ? Math.min(maxRunPages, 2 * ahead.count) : 1;
          const limit = Math.min(pageCount, Math.max(to + 1, page + count)) - 1;
          let until = page;
          while (until < limit && until - page + 1 < maxRunPages && !pages.has(until + 1))
            until += 1;
          ahead = { next: until + 1, count };
          ask(page, until, signal);
          known = pages.get(page);
        } else keep(page, known);
        if (known) wanted.push(known);
      }
      const all = Buffer.concat(await Promise.all(wanted));
      return all.subarray(first - from * pageBytes, end - from * pageBytes + 1);
    },
    close: () => source.close(),
  };
}
