/** A scene whose tiles are exported, in the order of their records. */
export interface RecordScene {
  sceneId: string;
  tileSizePx: number;
  /** Records of it. */
  count: number;
}

/** What the numbers of the records mean: places in these lists. */
export interface RecordMeaning {
  scenes: RecordScene[];
  classes: { index: number; name: string; colour: string; parent: string | null }[];
  authors: string[];
}

/** What is known of a tile; -1 and NaN stand for nothing. */
export interface TileRecord {
  tile: number;
  class: number;
  author: number;
  confidence: number;
  atMs: number;
  /** Place in `splitNames`. */
  split: number;
}

export const unknownRecord = {
  author: -1,
  confidence: Number.NaN,
  atMs: Number.NaN,
  split: -1,
} as const;

/** As `RECORD` in the trainer: int32 tile, int16 class, int16 author, float32, float64, int16. */
const recordBytes = 22;

/** Read and written at once: a million labels neither stand in memory nor hold up everybody else. */
export const recordsPerPart = 10_000;

/** Packs records as the trainer reads them. */
export function packRecords(records: readonly TileRecord[]): Buffer {
  const part = Buffer.alloc(records.length * recordBytes);
  for (const [number, record] of records.entries()) {
    const at = number * recordBytes;
    part.writeInt32LE(record.tile, at);
    part.writeInt16LE(record.class, at + 4);
    part.writeInt16LE(record.author, at + 6);
    part.writeFloatLE(record.confidence, at + 8);
    part.writeDoubleLE(record.atMs, at + 12);
    part.writeInt16LE(record.split, at + 20);
  }
  return part;
}
