import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { compareScale } from "./compare-scale";

const rangeSchema = z.tuple([z.number(), z.number()]);
const casesSchema = z.array(
  z.object({
    name: z.string(),
    model: z.array(rangeSchema),
    scene: z.array(rangeSchema),
    units: z.tuple([z.string(), z.string()]).optional(),
    scales: z.tuple([z.number().nullable(), z.number().nullable()]).optional(),
    expected: z.enum(["larger", "smaller", "apart", "step"]).nullable(),
    factor: z.number().optional(),
  }),
);
const file = new URL("../server/trainer/tests/scale_cases.json", import.meta.url);
const cases = casesSchema.parse(JSON.parse(readFileSync(file, "utf8")));

/** The trainer's test goes through the same file. */
describe("compareScale", () => {
  it.each(cases)("$name", ({ model, scene, units, scales, expected, factor }) => {
    const [seen, found] = [model, scene].map((ranges, side) =>
      ranges.map(([low, high]) => ({
        low,
        high,
        unit: units?.[side] ?? null,
        scale: scales?.[side] ?? null,
        offset: null,
      })),
    );
    const difference = compareScale(seen ?? [], found ?? []);
    expect(difference?.kind ?? null).toBe(expected);
    if (factor === undefined) return;
    expect(difference).toEqual({ kind: expected, factor: expect.closeTo(factor, -0.5) });
  });
});
