import { describe, expect, it } from "vitest";
import { readLogOn } from "./use-run-log";

/** A file of ASCII text, handed out in pages as the server does. */
function pagesOf(text: () => string, pageBytes = 10) {
  const asked: (number | undefined)[] = [];
  const readPage = async (offset: number | undefined) => {
    asked.push(offset);
    const all = text();
    const from = Math.min(offset ?? Math.max(0, all.length - pageBytes), all.length);
    const page = all.slice(from, from + pageBytes);
    return { text: page, offset: from, nextOffset: from + page.length, totalBytes: all.length };
  };
  return { asked, readPage };
}

describe("readLogOn", () => {
  it("begins with the end of a long log and says that something is cut off", async () => {
    const { readPage } = pagesOf(() => "0123456789abcde");
    expect(await readLogOn(undefined, readPage)).toEqual({
      text: "56789abcde",
      nextOffset: 15,
      cut: true,
    });
  });

  it("reads everything that was added, also more than a page", async () => {
    let file = "one\n";
    const { asked, readPage } = pagesOf(() => file);
    const first = await readLogOn(undefined, readPage);
    file += "two\nthree\nfour\nfive\nsix\n";
    const second = await readLogOn(first, readPage);
    expect(second).toEqual({ text: file, nextOffset: file.length, cut: false });
    expect(asked).toEqual([undefined, 4, 14, 24]);
  });

  it("begins anew when the file is another one", async () => {
    const { readPage } = pagesOf(() => "new");
    const before = { text: "much older text", nextOffset: 15, cut: false };
    expect(await readLogOn(before, readPage)).toEqual({ text: "new", nextOffset: 3, cut: false });
  });
});
