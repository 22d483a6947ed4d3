import { describe, expect, it } from "vitest";
import type { Scene } from "@/lib/contracts/scenes";
import { readAssignments } from "./frozen-assignments";

const scene = (id: string) => ({ id, gridRows: 2, gridCols: 3 }) as Scene;

describe("readAssignments", () => {
  const csv = "sceneIndex,row,col,classIndex,split\n0,0,1,4,train\n0,1,2,0,test\n1,1,0,2,val\n";

  it("puts each tile into its scene's plane", () => {
    const found = readAssignments(csv, ["a", "b"], [scene("b"), scene("a")]);
    expect(found.map((one) => [one.sceneId, [...one.plane]])).toEqual([
      ["a", [0, 1, 0, 0, 0, 3]],
      ["b", [0, 0, 0, 2, 0, 0]],
    ]);
  });

  it("leaves out a scene that was deleted since", () => {
    expect(readAssignments(csv, ["a", "b"], [scene("b")])).toHaveLength(1);
  });
});
