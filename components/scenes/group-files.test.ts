import { expect, it } from "vitest";
import { groupFiles } from "./group-files";

function group(names: string[], together = false): string[][] {
  const files = names.map((name) => ({ name }));
  return groupFiles(files, together).map((files) => files.map((file) => file.name));
}

it("keeps the bands and quality layers of a product together", () => {
  const one = ["B02_10m", "B11_20m", "B8A_20m", "SCL_20m"].map((band) => `T33TWM_2020_${band}.jp2`);
  const other = ["SR_B4", "ST_B10", "QA_PIXEL"].map((band) => `LC08_L2SP_193026_${band}.TIF`);
  expect(group([...one, "town.tif", ...other])).toEqual([one, ["town.tif"], other]);
  expect(group(["B02.tif", "B03.tif"])).toEqual([["B02.tif", "B03.tif"]]);
});

it("keeps a raw raster and its header together", () => {
  expect(group(["a.dat", "a.hdr", "b.img", "b.img.hdr", "c.img"])).toEqual([
    ["a.dat", "a.hdr"],
    ["b.img", "b.img.hdr"],
    ["c.img"],
  ]);
});

it("makes a scene of each other file, or one of all", () => {
  expect(group(["a.tif", "b.tif", "c_B4.tif"])).toEqual([["a.tif"], ["b.tif"], ["c_B4.tif"]]);
  expect(group(["a.tif", "b.tif"], true)).toEqual([["a.tif", "b.tif"]]);
  expect(group(["a.zip"], true)).toEqual([["a.zip"]]);
});
