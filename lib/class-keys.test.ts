import { describe, expect, it } from "vitest";
import { keyText, reservedKeys, suggestKey } from "./class-keys";

describe("suggestKey", () => {
  it("counts on the digits, then along the keyboard", () => {
    expect(suggestKey([])).toBe("1");
    expect(suggestKey(["1", "2", null])).toBe("3");
    expect(suggestKey("1234567890")).toBe("q");
    expect(suggestKey("1234567890qwertyuiopasdfghjklzxcvbnm")).toBeNull();
  });

  it("gives the keys of the workspace only when all others are taken", () => {
    const given: string[] = [];
    for (let key = suggestKey(given); key !== null; key = suggestKey(given)) given.push(key);
    expect(given).toHaveLength(36);
    expect(new Set(given.slice(-reservedKeys.length))).toEqual(new Set(reservedKeys));
  });
});

describe("keyText", () => {
  it("says when Shift is needed", () => {
    expect(keyText("a")).toBe("A");
    expect(keyText("b")).toBe("⇧B");
    expect(keyText("7")).toBe("7");
    expect(keyText(null)).toBeUndefined();
  });
});
