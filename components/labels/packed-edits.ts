import type { LabelEdit } from "@/lib/contracts/labels";
import { tileIndex, tileOfIndex } from "@/lib/geo/grid";

/**
 * The edits of a batch as arrays. The browser copies a batch to keep it: 20,000 objects take 40 ms,
 * two arrays none that can be felt, and an act on a million tiles is fifty batches.
 */
export type PackedEdits = {
  gridCols: number;
  cells: Int32Array;
  /** Place of each cell's class in `classIds`. */
  choices: Uint8Array;
  /** null clears. */
  classIds: readonly (string | null)[];
};

/** Batches that an earlier version kept hold their edits one by one. */
export type KeptEdits = PackedEdits | readonly LabelEdit[];

export function packEdits(
  cells: Int32Array,
  bytes: Uint8Array,
  classOfByte: (byte: number) => string | null,
  gridCols: number,
): PackedEdits {
  const places = new Int16Array(256).fill(-1);
  const classIds: (string | null)[] = [];
  const choices = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (places[byte] === -1) places[byte] = classIds.push(classOfByte(byte)) - 1;
    choices[at] = places[byte] as number;
  }
  return { gridCols, cells, choices, classIds };
}

/** As the server wants them. */
export function unpackEdits(edits: KeptEdits): LabelEdit[] {
  if (!isPacked(edits)) return [...edits];
  const { cells, choices, classIds, gridCols } = edits;
  return Array.from(cells, (cell, place) => ({
    ...tileOfIndex(cell, gridCols),
    classId: classIds[choices[place] as number] ?? null,
  }));
}

export function countEdits(edits: KeptEdits): number {
  return isPacked(edits) ? edits.cells.length : edits.length;
}

/** Cells and plane bytes of edits; classes that are not known leave 0. */
export function bytesOfEdits(
  edits: KeptEdits,
  byteOfClass: ReadonlyMap<string, number>,
  gridCols: number,
): { cells: Int32Array; bytes: Uint8Array } {
  const byteOf = (classId: string | null) =>
    classId === null ? 0 : (byteOfClass.get(classId) ?? 0);
  if (isPacked(edits)) {
    const bytes = edits.classIds.map(byteOf);
    return { cells: edits.cells, bytes: edits.choices.map((choice) => bytes[choice] as number) };
  }
  return {
    cells: Int32Array.from(edits, (edit) => tileIndex(edit, gridCols)),
    bytes: Uint8Array.from(edits, (edit) => byteOf(edit.classId)),
  };
}

function isPacked(edits: KeptEdits): edits is PackedEdits {
  return "cells" in edits;
}
