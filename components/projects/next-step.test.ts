import { expect, it } from "vitest";
import { nextStep, type Standing, stepsTaken } from "./next-step";

const nothing: Standing = {
  sceneCount: 0,
  labelledCount: 0,
  datasetCount: 0,
  finishedRunCount: 0,
  predictionCount: 0,
};

it("walks the circle in order", () => {
  expect(nextStep(nothing)).toBe("import");
  expect(nextStep({ ...nothing, sceneCount: 1 })).toBe("label");
  expect(nextStep({ ...nothing, sceneCount: 1, labelledCount: 9 })).toBe("freeze");
  const frozen = { ...nothing, sceneCount: 1, labelledCount: 9, datasetCount: 1 };
  expect(nextStep(frozen)).toBe("train");
  expect(nextStep({ ...frozen, finishedRunCount: 1 })).toBe("predict");
  expect(nextStep({ ...frozen, finishedRunCount: 1, predictionCount: 1 })).toBeNull();
});

it("says which steps were taken, even out of order", () => {
  expect(stepsTaken({ ...nothing, datasetCount: 2 })).toMatchObject({ freeze: true, label: false });
});
