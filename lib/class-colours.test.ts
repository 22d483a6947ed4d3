import { describe, expect, it } from "vitest";
import { findStandardClass, safeColours, suggestColour } from "./class-colours";

describe("findStandardClass", () => {
  it.each([
    ["Forest", "#006400"],
    ["森林", "#006400"],
    ["Water bodies", "#0064c8"],
    ["水体", "#0064c8"],
    ["cropland", "#f096ff"],
    ["耕地", "#f096ff"],
    ["Built-up", "#fa0000"],
    ["建筑", "#fa0000"],
    ["草地", "#ffff4c"],
    ["灌木", "#ffbb22"],
    ["湿地", "#0096a0"],
    ["裸地", "#b4b4b4"],
    ["冰雪", "#f0f0f0"],
    ["道路", "#cc0000"],
    ["AnnualCrop", "#f096ff"],
    ["HerbaceousVegetation", "#ffff4c"],
    ["PermanentCrop", "#f2a64d"],
    ["SeaLake", "#0064c8"],
    ["Roads", "#cc0000"],
    ["sparse residential", "#ff0000"],
  ])("knows %s", (name, colour) => {
    expect(findStandardClass(name)?.colour).toBe(colour);
  });

  it("prefers the longer match: a mixed forest is not just a forest, a paddy not a field", () => {
    expect(findStandardClass("Mixed forest")?.colour).toBe("#4dff00");
    expect(findStandardClass("火烧迹地")?.source).toBe("CORINE");
  });

  it("does not find words inside of other words", () => {
    expect(findStandardClass("Underwater")).toBeNull();
    expect(findStandardClass("Prices")).toBeNull();
    expect(findStandardClass("")).toBeNull();
  });
});

describe("suggestColour", () => {
  it("keeps the hue of a standard class whose colour is taken", () => {
    expect(suggestColour("Lake")).toBe("#0064c8");
    const lighter = suggestColour("Lake", ["#0064C8"]);
    expect(lighter).toBe("#73aae1");
    expect(suggestColour("Lake", ["#0064c8", lighter])).toBe("#00376e");
  });

  it("tells usual colours apart that are almost the same", () => {
    expect(suggestColour("Built-up")).toBe("#fa0000");
    expect(suggestColour("Residential", ["#fa0000"])).not.toBe("#ff0000");
  });

  it("gives no colour twice", () => {
    expect(suggestColour("Thing", ["#FFFFFF"])).toBe(safeColours[0]);
    const colours: string[] = [];
    for (let index = 0; index < 60; index += 1) colours.push(suggestColour("thing", colours));
    expect(new Set(colours).size).toBe(60);
    expect(colours.every((colour) => /^#[0-9a-f]{6}$/.test(colour))).toBe(true);
  });
});
