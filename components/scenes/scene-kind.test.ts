import { expect, it } from "vitest";
import { isImportable, sceneKindOf } from "./scene-kind";

it.each(["s2.tif", "S2.TIFF", "chips.zip", "a.b.jp2", "x.nc"])("offers to import %s", (name) => {
  expect(isImportable(name)).toBe(true);
});

it.each(["README.md", "labels.csv", "s2.tif.aux.xml", "tif", "s2.tif.part"])(
  "does not offer to import %s",
  (name) => {
    expect(isImportable(name)).toBe(false);
  },
);

it("takes a zip for chips", () => {
  expect([sceneKindOf("a.ZIP"), sceneKindOf("a.tif")]).toEqual(["chips", "raster"]);
});
