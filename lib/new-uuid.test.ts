import { expect, it, vi } from "vitest";
import { z } from "zod";
import { newUuid } from "./new-uuid";

it("makes UUIDs where the browser has no randomUUID, as over plain http", () => {
  vi.spyOn(crypto, "randomUUID").mockImplementation(() => {
    throw new TypeError("crypto.randomUUID is not a function");
  });
  const made = Array.from({ length: 1000 }, newUuid);
  for (const one of made) expect(z.uuidv4().safeParse(one).success).toBe(true);
  expect(new Set(made).size).toBe(1000);
});
