import { describe, expect, it } from "vitest";
import type { LiveRow } from "../db/live-reader";
import { joinRows } from "./read-row";

const sceneId = `scn_${"0".repeat(20)}`;
const topic = `scene:${sceneId}`;

function row(id: number, revision: number, part: object = {}, of = topic): LiveRow {
  const event = {
    ...{ type: "labels.changed", sceneId, revision, batchId: `batch-${id}` },
    edits: [[0, id, 1]],
    ...part,
  };
  return { id, topic: of, payload_json: JSON.stringify(event) };
}

const told = (rows: LiveRow[]) =>
  joinRows(rows).map(({ id, event }) =>
    event?.type === "labels.changed"
      ? [id, event.fromRevision ?? event.revision, event.revision, event.edits.length]
      : [id, null],
  );

describe("joinRows", () => {
  it("makes one event of changes that follow each other", () => {
    expect(told([row(1, 4), row(2, 5), row(3, 6)])).toEqual([[3, 4, 6, 3]]);
    const [joined] = joinRows([
      row(1, 4, { edits: [[0, 0, 1]] }),
      row(2, 5, { edits: [[0, 0, 2]] }),
    ]);
    // The later edit of a tile comes later.
    expect(joined?.event).toMatchObject({
      edits: [
        [0, 0, 1],
        [0, 0, 2],
      ],
    });
  });

  it("keeps apart what others hear, what left a gap, and what has no edits", () => {
    const other = `scene:scn_${"1".repeat(20)}`;
    expect(told([row(1, 4), row(2, 5, {}, other), row(3, 5)])).toHaveLength(3);
    expect(told([row(1, 4), row(2, 6)])).toHaveLength(2);
    expect(told([row(1, 4), row(2, 5, { edits: [] }), row(3, 6)])).toHaveLength(3);
    expect(told([row(1, 4), row(2, 5, { edits: [], unchanged: true })])).toHaveLength(2);
    const many = Array.from({ length: 3000 }, (_, at) => [0, at, 1]);
    expect(told([row(1, 4, { edits: many }), row(2, 5, { edits: many })])).toHaveLength(2);
  });

  it("passes over what it cannot read", () => {
    const broken = { id: 2, topic, payload_json: "{" };
    expect(told([row(1, 4), broken, row(3, 5)])).toEqual([
      [1, 4, 4, 1],
      [2, null],
      [3, 5, 5, 1],
    ]);
  });
});
