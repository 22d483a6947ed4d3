import { describe, expect, it } from "vitest";
import { coordinateText, lonLatText, scaleBar } from "./coordinates";
import { countBytes, decodePlane, findUnlabelled, findUnlabelledInColumns } from "./label-plane";
import { LayeredPlane } from "./layered-plane";
import { Pace } from "./pace";

describe("label planes", () => {
  it("are read from base64 and counted", () => {
    const plane = decodePlane(btoa("\u0000\u0001\u00ff\u0001"));
    expect(Array.from(plane)).toEqual([0, 1, 255, 1]);
    const counts = countBytes(plane);
    expect([counts[0], counts[1], counts[255]]).toEqual([1, 2, 1]);
  });

  it("tell the next unlabelled tile, both ways and round the end", () => {
    const plane = Uint8Array.from([0, 1, 1, 0, 1, 1]);
    expect(findUnlabelled(plane, 0, 1)).toBe(3);
    expect(findUnlabelled(plane, 3, 1)).toBe(0);
    expect(findUnlabelled(plane, 3, -1)).toBe(0);
    expect(findUnlabelled(plane, 0, -1)).toBe(3);
  });

  it("tell the next unlabelled tile below and above, column by column", () => {
    // Three columns: 0 at (1, 0), (0, 1) and (1, 2).
    const plane = Uint8Array.from([1, 0, 1, 0, 1, 0, 1, 1]);
    expect(findUnlabelledInColumns(plane, 0, 1, 3)).toBe(3);
    expect(findUnlabelledInColumns(plane, 3, 1, 3)).toBe(1);
    expect(findUnlabelledInColumns(plane, 5, 1, 3)).toBe(3);
    expect(findUnlabelledInColumns(plane, 1, -1, 3)).toBe(3);
    expect(findUnlabelledInColumns(Uint8Array.of(1, 1), 0, 1, 2)).toBeNull();
    expect(findUnlabelledInColumns(Uint8Array.of(1, 1, 0), 0, 1, 2, 2)).toBeNull();
  });

  it("stay within the tiles that hold imagery", () => {
    const plane = Uint8Array.from([1, 1, 0, 0]);
    expect(findUnlabelled(plane, 0, 1, 2)).toBeNull();
    expect(findUnlabelled(Uint8Array.from([1, 0]), 1, 1)).toBe(1);
  });
});

describe("a million tiles", () => {
  const wide = 1000;
  const full = () => new Uint8Array(wide * wide).fill(1);

  it("are searched as tile by tile would", () => {
    const plane = full();
    for (const cell of [0, 5, 499_999, 999_998]) plane[cell] = 0;
    expect(findUnlabelled(plane, 5, 1)).toBe(499_999);
    expect(findUnlabelled(plane, 999_999, 1)).toBe(0);
    expect(findUnlabelled(plane, 0, -1)).toBe(999_998);
    expect(findUnlabelled(plane, 5, -1)).toBe(0);
    expect(findUnlabelled(plane, 0, 1, 3)).toBe(0);
    expect(findUnlabelledInColumns(plane, 0, 1, wide)).toBe(5);
    expect(findUnlabelled(full(), 7, 1)).toBeNull();
    expect(findUnlabelled(full(), 7, -1)).toBeNull();
    expect(findUnlabelledInColumns(full(), 7, -1, wide)).toBeNull();
  });
});

describe("layers of a plane", () => {
  it("take all bytes at once only where nothing is newer or unsent", () => {
    const plane = new LayeredPlane(4);
    plane.confirmAll(Uint8Array.of(1, 1, 2), 3);
    expect(Array.from(plane.shown)).toEqual([1, 1, 2, 0]);
    expect(plane.labelledCount).toBe(3);
    plane.confirm([0], [5], 7);
    plane.confirmAll(Uint8Array.of(2, 2, 2, 2), 5);
    expect(Array.from(plane.shown)).toEqual([5, 2, 2, 2]);
    plane.cover([1], [9], 1);
    plane.confirmAll(Uint8Array.of(3, 3, 3, 3), 8);
    expect(Array.from(plane.shown)).toEqual([3, 9, 3, 3]);
    plane.uncover([1], 1);
    plane.confirmAll(Uint8Array.of(4, 4, 4, 4), 8);
    expect(Array.from(plane.shown)).toEqual([4, 4, 4, 4]);
    plane.confirmAll(Uint8Array.of(6, 6, 6, 6), 2);
    expect(Array.from(plane.shown)).toEqual([4, 4, 4, 4]);
    expect(plane.counts[4]).toBe(4);
  });
});

describe("pace", () => {
  it("counts tiles per minute once there is enough to tell", () => {
    const pace = new Pace();
    expect(pace.perMinute(0)).toBeNull();
    for (let second = 0; second <= 30; second += 1) pace.add(2, second * 1000);
    expect(pace.perMinute(30_000)).toBe(124);
    expect(pace.perMinute(200_000)).toBeNull();
  });
});

describe("coordinates", () => {
  it("have the digits that mean something", () => {
    const metres = { code: "EPSG:32633", wkt: null, proj4: "+proj=utm", unit: "m" };
    expect(coordinateText([500_123.4, 4_000_999.6], metres, "en")).toBe("500123, 4001000 m");
    expect(lonLatText([-76.5, -34.25], "en")).toBe("34.25000° S, 76.50000° W");
    const pixels = { code: null, wkt: null, proj4: null, unit: "px" };
    expect(coordinateText([12.7, 3], pixels, "en")).toBe("13, 3 px");
  });

  it("measure by a bar of a round length", () => {
    const scene = { transform: [10, 0, 0, 0, -10, 0] as const, groundSampleMeters: 10 };
    const bar = scaleBar({ ...scene, transform: [...scene.transform] }, 25);
    expect(bar.text).toBe("2 km");
    expect(bar.widthPx).toBeCloseTo(80);
    const chips = scaleBar({ transform: [1, 0, 0, 0, -1, 0], groundSampleMeters: null }, 2);
    expect(chips.text).toBe("200 px");
  });
});
