import { describe, expect, it } from "vitest";
import type { Class } from "@/lib/contracts/projects";
import type { TruthReading } from "@/lib/contracts/truth";
import { missingNames, suggestMapping, toChoice, toTarget } from "./mapping";

const forest: Class = {
  id: "cls_00000000000000000001",
  index: 0,
  name: "Dense forest",
  colour: "#1f6b3a",
  key: "1",
  archived: false,
};

function readingOf(...values: string[]): TruthReading {
  return {
    readingId: "job_00000000000000000001",
    sceneId: "scn_00000000000000000001",
    fileName: "a.geojson",
    kind: "polygons",
    layers: [],
    layer: null,
    crs: null,
    attributes: [],
    attribute: null,
    values: values.map((value) => ({ value, count: 1 })),
    notes: [],
  };
}

describe("mapping values to classes", () => {
  const reading = readingOf("dense_forest", "Water", "3");

  it("names what the class list lacks, for who may add nothing to it", () => {
    expect(missingNames(reading, suggestMapping(reading, [forest], false))).toEqual(["Water"]);
    expect(missingNames(reading, suggestMapping(reading, [forest], true))).toEqual([]);
  });

  it("finds classes by name, proposes new ones, and leaves mere numbers out", () => {
    expect(suggestMapping(reading, [forest], true)).toEqual([
      { as: "class", classId: forest.id },
      { as: "newClass", name: "Water" },
      { as: "nothing" },
    ]);
  });

  it("proposes no new classes to those who may make none", () => {
    expect(suggestMapping(reading, [forest], false)[1]).toEqual({ as: "nothing" });
  });

  it("goes through a list and back", () => {
    for (const target of suggestMapping(reading, [forest], true)) {
      const value = target.as === "newClass" ? target.name : "x";
      expect(toTarget(toChoice(target), value)).toEqual(target);
    }
  });
});
