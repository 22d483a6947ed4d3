import { expect, it } from "vitest";
import { addLeaveGuard, leave } from "./leave-guard";

it("leaves at once unless somebody guards the page", () => {
  const went: string[] = [];
  leave(() => went.push("free"));
  let ask: (() => void) | null = null;
  const remove = addLeaveGuard((go) => {
    ask = go;
  });
  leave(() => went.push("asked"));
  expect(went).toEqual(["free"]);
  (ask as (() => void) | null)?.();
  expect(went).toEqual(["free", "asked"]);
  remove();
  leave(() => went.push("free again"));
  expect(went).toEqual(["free", "asked", "free again"]);
});
