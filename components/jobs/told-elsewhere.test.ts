import { expect, it } from "vitest";
import type { Job } from "@/lib/contracts/jobs";
import { addTeller, isToldElsewhere } from "./told-elsewhere";

it("is told elsewhere only while a list that shows the job is on screen", () => {
  const job = { projectId: "prj_a", kind: "scene.import" } as Job;
  const other = { projectId: "prj_b", kind: "scene.import" } as Job;
  expect(isToldElsewhere(job)).toBe(false);
  const leave = addTeller((one) => one.projectId === "prj_a");
  expect([isToldElsewhere(job), isToldElsewhere(other)]).toEqual([true, false]);
  leave();
  expect(isToldElsewhere(job)).toBe(false);
});
