import { beforeAll, describe, expect, it } from "vitest";
import { type ApiClient, createApiClient } from "@/lib/api-client";
import { tileQueueSchema } from "@/lib/contracts/preferences";
import { getDb } from "../db/client";
import { deleteProject } from "../projects/delete-project";
import { getProject } from "../projects/get-project";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { insertTestProject } from "../testing/open-test-studio";
import { makeTestPerson } from "../testing/people";

let ada: ApiClient;
let bob: ApiClient;
let projectId: string;

beforeAll(async () => {
  await makeTestHome();
  const url = await serveApi();
  const clientOf = async (role: "analyst" | "reviewer") => {
    const { key } = await makeTestPerson(role);
    return createApiClient(`${url}/api`, { authorization: `Bearer ${key}` });
  };
  [ada, bob] = [await clientOf("analyst"), await clientOf("reviewer")];
  ({ projectId } = await insertTestProject());
});

describe("what a person likes in a project", () => {
  it("is kept for that person and project alone", async () => {
    expect(await ada.preferences.get({ projectId })).toEqual({ queue: null, runTable: null });
    const queue = tileQueueSchema.parse({ label: "none", order: "random", seed: 42 });
    expect(await ada.preferences.update({ projectId, queue })).toEqual({ queue, runTable: null });
    expect(await ada.preferences.update({ projectId })).toEqual({ queue, runTable: null });
    expect(await ada.preferences.get({ projectId })).toEqual({ queue, runTable: null });
    expect(await bob.preferences.get({ projectId })).toEqual({ queue: null, runTable: null });
    const other = await insertTestProject();
    expect(await ada.preferences.get({ projectId: other.projectId })).toEqual({
      queue: null,
      runTable: null,
    });
    expect(await ada.preferences.update({ projectId, queue: null })).toEqual({
      queue: null,
      runTable: null,
    });
  });

  it("holds one liking beside another", async () => {
    const runTable = {
      columns: ["fact:name"],
      sort: null,
      filters: [],
      grouped: true,
      archived: false,
    };
    const queue = tileQueueSchema.parse({ order: "rare" });
    await ada.preferences.update({ projectId, queue });
    expect(await ada.preferences.update({ projectId, runTable })).toEqual({ queue, runTable });
    expect(await ada.preferences.update({ projectId, queue: null })).toEqual({
      ...{ queue: null, runTable },
    });
    await ada.preferences.update({ projectId, runTable: null });
  });

  it("takes nothing that no order is like", async () => {
    const queue = { ...tileQueueSchema.parse({}), seed: 1.5 };
    await expect(ada.preferences.update({ projectId, queue })).rejects.toMatchObject({
      data: { body: { code: "invalid_input", issues: [{ path: "queue.seed" }] } },
    });
    await expect(ada.preferences.get({ projectId: `prj_${"0".repeat(20)}` })).rejects.toMatchObject(
      { data: { body: { code: "not_found" } } },
    );
  });

  it("is forgotten where it cannot be read, and with its project", async () => {
    const queue = tileQueueSchema.parse({ order: "rare" });
    await ada.preferences.update({ projectId, queue });
    const kept = () => getDb().selectFrom("project_preference").selectAll().execute();
    await getDb()
      .updateTable("project_preference")
      .set({ value_json: '{"queue":{"order":"backwards"}}' })
      .execute();
    expect(await ada.preferences.get({ projectId })).toEqual({ queue: null, runTable: null });
    expect(await kept()).toHaveLength(1);
    await deleteProject(projectId, (await getProject(projectId)).name);
    expect(await kept()).toEqual([]);
  });
});
