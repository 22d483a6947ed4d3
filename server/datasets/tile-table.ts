/**
 * Labelled tiles as columns, in the order of scenes, then rows, then columns. A million tiles as
 * objects took 8 s and 700 MB to plan, during which the web process answered nobody.
 */
export interface TileTable {
  count: number;
  /** Position of each tile's scene in the plan. */
  scene: Uint16Array;
  /** Position in the scene's grid, row by row. */
  cell: Int32Array;
  /** Position of its class in the plan. */
  classIndex: Uint8Array;
  /** What its label is in the plane: its class, or one that was united with it. */
  labelByte: Uint8Array;
  /** The part it came with, for chips that were imported with one; else `unused`. */
  importedPart: Uint8Array;
}

/** Marks a tile that no part takes. */
export const unused = 255;

export function makeTileTable(count: number): TileTable {
  return {
    count,
    scene: new Uint16Array(count),
    cell: new Int32Array(count),
    classIndex: new Uint8Array(count),
    labelByte: new Uint8Array(count),
    importedPart: new Uint8Array(count).fill(unused),
  };
}

/** One table after the other. */
export function joinTileTables(tables: readonly TileTable[]): TileTable {
  const joined = makeTileTable(tables.reduce((sum, table) => sum + table.count, 0));
  let first = 0;
  for (const table of tables) {
    for (const column of ["scene", "cell", "classIndex", "labelByte", "importedPart"] as const) {
      joined[column].set(table[column], first);
    }
    first += table.count;
  }
  return joined;
}
