import { expect, it } from "vitest";
import { inPasswordTurn, maxWaitingForTurn } from "./password-turn";

it("hashes two at a time, in order, and turns away who comes when many wait", async () => {
  const release: (() => void)[] = [];
  const begun: number[] = [];
  const take = (number: number) =>
    inPasswordTurn(async () => {
      begun.push(number);
      await new Promise<void>((resolve) => release.push(resolve));
      if (number === 0) throw new Error("wrong");
    });
  const taken = Array.from({ length: maxWaitingForTurn + 2 }, (_, number) =>
    take(number).catch(() => undefined),
  );
  await expect(take(-1)).rejects.toMatchObject({ code: "too_many_requests" });
  expect(begun).toEqual([0, 1]);
  for (let ended = 0; ended < taken.length; ended += 1) {
    release[ended]?.();
    await taken[ended];
    expect(begun.length).toBeLessThanOrEqual(ended + 3);
  }
  expect(begun).toEqual(taken.map((_, number) => number));
});
