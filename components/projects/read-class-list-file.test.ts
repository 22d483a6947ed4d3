import { expect, it } from "vitest";
import { readClassListFile } from "./read-class-list-file";

it("reads JSON, with or without a byte order mark, and nothing else", async () => {
  expect(await readClassListFile(new Blob(["\uFEFF[1]"]))).toEqual({ list: [1] });
  expect(await readClassListFile(new Blob(["{"]))).toEqual({ problem: "noJson" });
  const large = new Blob([`"${"x".repeat(300_000)}"`]);
  expect(await readClassListFile(large)).toEqual({ problem: "tooLarge" });
});
