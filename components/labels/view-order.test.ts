import { expect, it } from "vitest";
import { movedBefore } from "./view-order";

it("moves a view before another, or to the end", () => {
  const ids = ["a", "b", "c", "d"];
  expect(movedBefore(ids, "c", "a")).toEqual(["c", "a", "b", "d"]);
  expect(movedBefore(ids, "a", "d")).toEqual(["b", "c", "a", "d"]);
  expect(movedBefore(ids, "b", null)).toEqual(["a", "c", "d", "b"]);
  expect(movedBefore(ids, "b", "b")).toEqual(ids);
  expect(movedBefore(ids, "b", "gone")).toEqual(["a", "c", "d", "b"]);
});
