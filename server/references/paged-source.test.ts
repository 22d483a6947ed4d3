import { describe, expect, it } from "vitest";
import type { ByteSource } from "./byte-source";
import { withPages } from "./paged-source";

const page = 256 * 1024;
const content = Buffer.alloc(30 * page + 1000);
for (let place = 0; place < content.length; place += 4) content.writeUInt32LE(place, place);

function makeSource() {
  const asked: [number, number][] = [];
  let failures = 0;
  const source: ByteSource = {
    byteSize: content.length,
    version: "1",
    name: "a.tif",
    async read(first, last) {
      asked.push([first, last]);
      if (failures > 0) {
        failures -= 1;
        throw new Error("away");
      }
      return content.subarray(first, Math.min(last + 1, content.length));
    },
    close: async () => {},
  };
  return {
    source,
    asked,
    fail: () => {
      failures = 1;
    },
  };
}

describe("withPages", () => {
  it("gives the same bytes, wherever they lie", async () => {
    const { source } = makeSource();
    const paged = withPages(source);
    for (const [first, last] of [
      [0, 0],
      [page - 1, page],
      [3 * page - 7, 9 * page + 3],
      [content.length - 1, content.length + 500],
      [content.length + 5, content.length + 9],
      [0, content.length - 1],
    ] as const) {
      const bytes = await paged.read(first, last);
      expect(bytes.equals(content.subarray(first, last + 1))).toBe(true);
    }
  });

  it("asks once for pieces beside each other, and reads on ahead of who reads on", async () => {
    const { source, asked } = makeSource();
    const paged = withPages(source);
    for (let place = 0; place < content.length; place += 60_000) {
      const bytes = await paged.read(place, place + 59_999);
      expect(bytes.equals(content.subarray(place, place + 60_000))).toBe(true);
    }
    expect(asked.length).toBeLessThan(8);
    asked.length = 0;
    const { source: other, asked: far } = makeSource();
    await withPages(other).read(20 * page + 5, 20 * page + 50);
    expect(far).toEqual([[20 * page, 21 * page - 1]]);
  });

  it("does not keep what could not be read", async () => {
    const { source, fail } = makeSource();
    const paged = withPages(source);
    fail();
    await expect(paged.read(0, 10)).rejects.toThrow("away");
    expect((await paged.read(0, 10)).length).toBe(11);
  });
});
