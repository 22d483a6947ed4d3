import { describe, expect, it } from "vitest";
import { tileLooks } from "./use-tile-looks";

const means = {
  bands: [1, 3],
  means: [Float32Array.of(100, 200, 0), Float32Array.of(300, 200, 0)],
  valid: Uint8Array.of(1, 1, 0),
};

describe("tileLooks", () => {
  it("puts the means under the stretch and gamma on screen", () => {
    const { channels, valid } = tileLooks(means, {
      mode: "single",
      bands: [1],
      stretches: [{ low: 100, high: 300 }],
      gamma: 2,
      ramp: "grey",
    });
    expect([...(channels[0] ?? [])][0]).toBe(0);
    expect([...(channels[0] ?? [])][1]).toBeCloseTo(Math.SQRT1_2, 5);
    expect(valid).toBe(means.valid);
  });

  it("takes a formula of the means of its bands", () => {
    const { channels } = tileLooks(means, {
      mode: "single",
      bands: [1, 3],
      formulas: ["(b3-b1)/(b3+b1)"],
      stretches: [{ low: 0, high: 1 }],
      gamma: 1,
      ramp: "viridis",
    });
    expect(channels).toHaveLength(1);
    expect([...(channels[0] ?? [])]).toEqual([0.5, 0, 0]);
  });
});
