import { describe, expect, it } from "vitest";
import { bytesOfEdits, countEdits, packEdits, unpackEdits } from "./packed-edits";

const byteOfClass = new Map([
  ["cls_a", 1],
  ["cls_b", 200],
]);
const classOfByte = (byte: number) => ({ 1: "cls_a", 200: "cls_b" })[byte] ?? null;

describe("packed edits", () => {
  const edits = [
    { row: 0, col: 3, classId: "cls_b" },
    { row: 2, col: 1, classId: null },
    { row: 1, col: 0, classId: "cls_a" },
  ];
  const packed = packEdits(Int32Array.of(3, 11, 5), Uint8Array.of(200, 0, 1), classOfByte, 5);

  it("say the same as edits one by one", () => {
    expect(unpackEdits(packed)).toEqual(edits);
    expect(unpackEdits(edits)).toEqual(edits);
    expect([countEdits(packed), countEdits(edits)]).toEqual([3, 3]);
  });

  it("give cells and bytes, also those that an earlier version kept", () => {
    const expected = { cells: Int32Array.of(3, 11, 5), bytes: Uint8Array.of(200, 0, 1) };
    expect(bytesOfEdits(packed, byteOfClass, 5)).toEqual(expected);
    expect(bytesOfEdits(edits, byteOfClass, 5)).toEqual(expected);
    expect(bytesOfEdits(edits, new Map(), 5).bytes).toEqual(Uint8Array.of(0, 0, 0));
  });

  it("survive being copied into the browser's database", () => {
    expect(unpackEdits(structuredClone(packed))).toEqual(edits);
  });
});
