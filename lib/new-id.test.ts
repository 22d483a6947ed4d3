import { expect, test } from "vitest";
import { projectIdSchema } from "./contracts/common";
import { newId } from "./new-id";

test("ids fit their schema and sort in the order they were made, also within a millisecond", () => {
  const ids = [1, 1, 1, 2, 2, 3].flatMap((ms) =>
    Array.from({ length: 200 }, () => newId("project", 1_790_000_000_000 + ms)),
  );
  for (const id of ids) expect(projectIdSchema.parse(id)).toBe(id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});
