import { expect, it } from "vitest";
import { crsName } from "./crs-name";

it.each([
  ["EPSG:32618", 'PROJCS["WGS 84 / UTM zone 18N",', "EPSG:32618"],
  [null, 'PROJCS["NAD_1983_Albers",GEOGCS["NAD83",', "NAD 1983 Albers"],
  [null, 'PROJCRS["Sinusoidal MOON",BASEGEOGCRS["Moon"]]', "Sinusoidal MOON"],
  [null, ' GEOGCS [ "GCS ""own""", DATUM["d"', 'GCS "own"'],
  [null, 'PROJCS["unnamed",GEOGCS["WGS 84",', null],
  [null, null, null],
])("%s, %s is called %s", (code, wkt, expected) => {
  expect(crsName({ code, wkt })).toBe(expected);
});
