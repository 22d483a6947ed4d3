import { expect, it } from "vitest";
import { parseCsv, toCsvLine, toSheetLine } from "./csv";

it("writes nothing that a spreadsheet would run, and leaves numbers as they are", () => {
  const names = ["=1+2", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=cmd|"/c calc"!A1'];
  const [read] = parseCsv(`${toSheetLine(names)}\n`);
  expect(read).toEqual(names.map((name) => `'${name}`));
  expect(toSheetLine([-12.5, "Forest - dense", "2026-11-24", ""])).toBe(
    "-12.5,Forest - dense,2026-11-24,",
  );
  // What only our own programs read keeps every name exactly.
  expect(parseCsv(toCsvLine(names))).toEqual([names]);
});
