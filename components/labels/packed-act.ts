import type { StoredAct } from "./act-store";

/** Values as they are, or as runs: first value and count, one pair after the other. */
type Packed<Values> = { plain: Values } | { runs: Int32Array; length: number };

/**
 * An act as it waits to be undone. The tiles of a lasso lie side by side in their rows, and what they
 * became is one class: an act on a million tiles weighs some kilobytes instead of six megabytes.
 */
export type PackedAct = Omit<StoredAct, "cells" | "before" | "after"> & {
  cells: Packed<Int32Array>;
  before: Packed<Uint8Array>;
  after: Packed<Uint8Array>;
};

export function packAct(act: StoredAct): PackedAct {
  return {
    ...act,
    cells: pack(act.cells, 1),
    before: pack(act.before, 0),
    after: pack(act.after, 0),
  };
}

export function unpackAct(act: PackedAct): StoredAct {
  return {
    ...act,
    cells: unpack(act.cells, 1, (length) => new Int32Array(length)),
    before: unpack(act.before, 0, (length) => new Uint8Array(length)),
    after: unpack(act.after, 0, (length) => new Uint8Array(length)),
  };
}

export function bytesOfPacked({ cells, before, after }: PackedAct): number {
  const bytesOf = (packed: Packed<Int32Array> | Packed<Uint8Array>) =>
    "runs" in packed ? packed.runs.byteLength : packed.plain.byteLength;
  return bytesOf(cells) + bytesOf(before) + bytesOf(after);
}

/** @param step By how much a value is larger than the one before it in the same run. */
function pack<Values extends Int32Array | Uint8Array>(values: Values, step: 0 | 1): Packed<Values> {
  const begins = (at: number) => at === 0 || values[at] !== (values[at - 1] as number) + step;
  let count = 0;
  for (let at = 0; at < values.length; at += 1) if (begins(at)) count += 1;
  const runs = new Int32Array(2 * count);
  if (runs.byteLength >= values.byteLength) return { plain: values };
  let to = -2;
  for (let at = 0; at < values.length; at += 1) {
    if (begins(at)) {
      to += 2;
      runs[to] = values[at] as number;
    }
    runs[to + 1] = (runs[to + 1] as number) + 1;
  }
  return { runs, length: values.length };
}

function unpack<Values extends Int32Array | Uint8Array>(
  packed: Packed<Values>,
  step: 0 | 1,
  make: (length: number) => Values,
): Values {
  if ("plain" in packed) return packed.plain;
  const values = make(packed.length);
  let to = 0;
  for (let run = 0; run < packed.runs.length; run += 2) {
    const [first, count] = [packed.runs[run] as number, packed.runs[run + 1] as number];
    for (let place = 0; place < count; place += 1, to += 1) values[to] = first + place * step;
  }
  return values;
}
