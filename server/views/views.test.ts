import { beforeAll, describe, expect, it } from "vitest";
import { type ApiClient, createApiClient } from "@/lib/api-client";
import type { BandRendering } from "@/lib/contracts/views";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { insertTestProject } from "../testing/open-test-studio";
import { makeTestPerson } from "../testing/people";

const ndvi: BandRendering = {
  mode: "single",
  bands: [4, 8],
  formulas: ["(b8-b4)/(b8+b4)"],
  stretches: [{ low: -0.1, high: 0.8 }],
  gamma: 1,
  ramp: "vegetation",
};
const infrared: BandRendering = {
  mode: "rgb",
  bands: [8, 4, 3],
  stretches: [
    { low: 0, high: 4000 },
    { low: 0, high: 3000 },
    { low: 0, high: 3000 },
  ],
  gamma: 1.2,
  ramp: "grey",
};

let client: ApiClient;
let projectId: string;

beforeAll(async () => {
  await makeTestHome();
  const url = await serveApi();
  const { key } = await makeTestPerson("analyst");
  client = createApiClient(`${url}/api`, { authorization: `Bearer ${key}` });
  ({ projectId } = await insertTestProject());
});

function create(name: string, rendering: BandRendering, isDefault = false, inProject = projectId) {
  return client.views.create({
    projectId: inProject,
    name,
    rendering,
    stretchName: "percentile2",
    bandNames: rendering.bands.map((band) => `B${band}`),
    isDefault,
  });
}

describe("saved views", () => {
  it("are kept for the project, one of them as the default", async () => {
    const first = await create("Infrared", infrared, true);
    const second = await create("Green", ndvi);
    expect(first.isDefault).toBe(true);
    expect(second.rendering).toEqual(ndvi);
    await client.views.update({ viewId: second.id, isDefault: true, name: "Vegetation" });
    const listed = await client.views.list({ projectId });
    expect(listed.map((view) => [view.name, view.isDefault])).toEqual([
      ["Infrared", false],
      ["Vegetation", true],
    ]);
    expect(listed[0]?.rendering).toEqual(infrared);
    await client.views.delete({ viewId: first.id });
    expect(await client.views.list({ projectId })).toHaveLength(1);
    await expect(client.views.delete({ viewId: first.id })).rejects.toMatchObject({
      data: { body: { code: "not_found" } },
    });
  });

  it("stand in the order that people give them", async () => {
    const { projectId: other } = await insertTestProject();
    const made = [];
    for (const name of ["One", "Two", "Three"]) {
      made.push(await create(name, infrared, false, other));
    }
    const [one, two, three] = made.map((view) => view.id) as [string, string, string];
    const namesOf = (views: { name: string }[]) => views.map((view) => view.name);
    const reordered = await client.views.reorder({ projectId: other, viewIds: [three, one] });
    expect(namesOf(reordered)).toEqual(["Three", "One", "Two"]);
    await client.views.delete({ viewId: one });
    await create("Four", ndvi, false, other);
    // One that is gone is passed over, one that was added meanwhile comes last.
    const again = await client.views.reorder({ projectId: other, viewIds: [one, two, three] });
    expect(namesOf(again)).toEqual(["Two", "Three", "Four"]);
    expect(namesOf(await client.views.list({ projectId: other }))).toEqual(namesOf(again));
  });

  it("keep no formula that a browser cannot read", async () => {
    for (const formula of ["b8 b4", "alert(b8)", "b4 + b2", "1+1"]) {
      await expect(create("Bad", { ...ndvi, formulas: [formula] })).rejects.toMatchObject({
        data: { body: { code: "invalid_input", issues: [{ path: "rendering.formulas.0" }] } },
      });
    }
  });

  it("have as many channels as their mode says", async () => {
    await expect(create("Bad", { ...infrared, bands: [1, 2] })).rejects.toMatchObject({
      data: { body: { code: "invalid_input" } },
    });
  });
});
