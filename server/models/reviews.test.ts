import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ApiClient, createApiClient } from "@/lib/api-client";
import { getDb } from "../db/client";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { insertTestDataset, insertTestModel, insertTestRun } from "../testing/insert-run";
import { insertTestProject, insertTestScene } from "../testing/open-test-studio";
import { makeTestPerson } from "../testing/people";

let rita: ApiClient;
let ann: ApiClient;
let projectId: string;
let older: string;
let newer: string;

beforeAll(async () => {
  await makeTestHome();
  const url = await serveApi();
  const clientOf = async (role: "reviewer" | "analyst") => {
    const { key } = await makeTestPerson(role);
    return createApiClient(`${url}/api`, { authorization: `Bearer ${key}` });
  };
  [rita, ann] = [await clientOf("reviewer"), await clientOf("analyst")];
});

beforeEach(async () => {
  ({ projectId } = await insertTestProject());
  const datasetId = await insertTestDataset(projectId);
  const [first, second] = [
    await insertTestRun(projectId, datasetId),
    await insertTestRun(projectId, datasetId),
  ];
  older = await insertTestModel(first, { name: "Older", createdAtMs: 1 });
  newer = await insertTestModel(second, { name: "Newer", createdAtMs: 2 });
});

async function offeredTo(client: ApiClient): Promise<[rule: string, ...names: string[]]> {
  const { rule, models } = await client.models.listOffered({ projectId });
  return [rule, ...models.map((model) => model.name)];
}

describe("reviews of models", () => {
  it("keep who said what, when and why; the last word counts", async () => {
    expect(await rita.models.get({ modelId: older })).toMatchObject({ review: null });
    await rita.models.review({ modelId: older, status: "candidate" });
    const said = { modelId: older, status: "rejected" as const, reason: "Mixes up water" };
    expect(await rita.models.review(said)).toMatchObject({
      review: { status: "rejected", reason: "Mixes up water", person: { name: "reviewer" } },
    });
    expect(await ann.models.listReviews({ modelId: older })).toMatchObject([
      { status: "rejected", reason: "Mixes up water" },
      { status: "candidate", reason: "" },
    ]);
  });

  it("need a reason to reject, and the permission", async () => {
    const noReason = { modelId: older, status: "rejected" as const, reason: "  " };
    await expect(rita.models.review(noReason)).rejects.toMatchObject({
      data: { body: { code: "invalid_input", issues: [{ path: "reason" }] } },
    });
    const approve = { modelId: older, status: "approved" as const };
    await expect(ann.models.review(approve)).rejects.toMatchObject({ status: 403 });
  });
});

describe("models offered for predictions", () => {
  it("are all of them where the project never approved any", async () => {
    expect(await offeredTo(ann)).toEqual(["never-approved", "Newer", "Older"]);
    await rita.models.update({ modelId: newer, archived: true });
    expect(await offeredTo(ann)).toEqual(["never-approved", "Older"]);
  });

  it("are the approved ones for analysts, and all for who may approve", async () => {
    await rita.models.review({ modelId: older, status: "approved" });
    expect(await offeredTo(ann)).toEqual(["approved-only", "Older"]);
    expect(await offeredTo(rita)).toEqual(["reviewer", "Older", "Newer"]);
    const sceneId = await insertTestScene(projectId, { bandCount: 1 });
    await expect(ann.predictions.create({ sceneId, modelId: newer })).rejects.toMatchObject({
      data: { body: { code: "forbidden", message: 'The model "Newer" is not approved.' } },
    });
    expect(await ann.predictions.create({ sceneId, modelId: older })).toMatchObject({
      modelId: older,
    });
  });

  it("stay approved ones after the last of them was rejected and deleted", async () => {
    await rita.models.review({ modelId: older, status: "approved" });
    await expect(rita.models.delete({ modelId: older })).rejects.toMatchObject({ status: 403 });
    expect((await rita.models.getRemoval({ modelId: older })).blocked?.message).toMatch(/approved/);
    await rita.models.review({ modelId: older, status: "rejected", reason: "No" });
    expect((await rita.models.getRemoval({ modelId: older })).blocked).toBeNull();
    await getDb().deleteFrom("model").where("id", "=", older).execute();
    expect(await offeredTo(ann)).toEqual(["approved-only"]);
  });
});

describe("the default model", () => {
  it("has to be approved, is offered first, and going back is one step", async () => {
    const choose = (modelId: string | null) => rita.models.setDefault({ projectId, modelId });
    await expect(choose(older)).rejects.toMatchObject({
      data: { body: { code: "conflict", issues: [{ path: "modelId" }] } },
    });
    for (const modelId of [older, newer]) await rita.models.review({ modelId, status: "approved" });
    expect(await choose(older)).toMatchObject({ current: { id: older }, previous: null });
    expect(await choose(newer)).toMatchObject({ current: { id: newer }, previous: { id: older } });
    expect(await choose(newer)).toMatchObject({ current: { id: newer }, previous: { id: older } });
    expect(await offeredTo(ann)).toEqual(["approved-only", "Newer", "Older"]);
    expect(await choose(older)).toMatchObject({ current: { id: older }, previous: { id: newer } });
    expect(await offeredTo(ann)).toEqual(["approved-only", "Older", "Newer"]);
    await expect(ann.models.setDefault({ projectId, modelId: newer })).rejects.toMatchObject({
      status: 403,
    });
  });

  it("is none after it was rejected, and the one before is offered to go back to", async () => {
    for (const modelId of [older, newer]) {
      await rita.models.review({ modelId, status: "approved" });
      await rita.models.setDefault({ projectId, modelId });
    }
    await rita.models.review({ modelId: newer, status: "rejected", reason: "Worse on the coast" });
    expect(await ann.models.getDefault({ projectId })).toMatchObject({
      ...{ current: null, previous: { id: older }, person: { name: "reviewer" } },
    });
    const other = await insertTestProject();
    await expect(
      rita.models.setDefault({ projectId: other.projectId, modelId: older }),
    ).rejects.toMatchObject({ status: 409 });
  });
});

describe("comments on a run", () => {
  it("are everybody's to write, one's own to delete, and counted with the run", async () => {
    const { runId } = await ann.models.get({ modelId: older });
    const first = await ann.runs.createComment({ runId, text: " Odd at the coast\n" });
    expect(first).toMatchObject({ text: "Odd at the coast", author: { name: "analyst" } });
    await rita.runs.createComment({ runId, text: "Seen" });
    expect((await ann.runs.listComments({ runId })).map((one) => one.text)).toEqual([
      ...["Odd at the coast", "Seen"],
    ]);
    expect(await ann.runs.get({ runId })).toMatchObject({ commentCount: 2 });
    const commentId = first.id;
    await expect(rita.runs.deleteComment({ runId, commentId })).rejects.toMatchObject({
      status: 403,
    });
    await ann.runs.deleteComment({ runId, commentId });
    await expect(ann.runs.deleteComment({ runId, commentId })).rejects.toMatchObject({
      status: 404,
    });
    expect(await ann.runs.get({ runId })).toMatchObject({ commentCount: 1 });
  });
});
