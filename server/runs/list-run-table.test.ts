import { beforeAll, describe, expect, it } from "vitest";
import { type ApiClient, createApiClient } from "@/lib/api-client";
import { withRunInTable } from "@/lib/run-table";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { insertTestDataset, insertTestRun } from "../testing/insert-run";
import { insertTestProject } from "../testing/open-test-studio";
import { makeTestPerson } from "../testing/people";

let ada: ApiClient;
let projectId: string;
let datasetId: string;

beforeAll(async () => {
  await makeTestHome();
  const url = await serveApi();
  const { key } = await makeTestPerson("researcher");
  ada = createApiClient(`${url}/api`, { authorization: `Bearer ${key}` });
  ({ projectId } = await insertTestProject());
  datasetId = await insertTestDataset(projectId);
});

const columns = ["fact:dataset", "setting:lora.r", "best:val/macro_f1", "min:val/macro_f1"];

describe("the table of runs", () => {
  it("gives the asked columns of all runs, the newest first, and says what there is", async () => {
    const best = { "val/macro_f1": 0.8 };
    const ranges = { "val/macro_f1": [0.2, 0.8] as [number, number] };
    const first = await insertTestRun(projectId, datasetId, { best, ranges, name: "First" });
    const config = { lora: { r: 4 }, seed: 7 } as never;
    const second = await insertTestRun(projectId, datasetId, { config, name: "Second" });
    const table = await ada.runs.listTable({ projectId, columns });
    expect(table.columns).toEqual(columns);
    expect(table.rows).toMatchObject([
      { id: second, name: "Second", seed: 7, cells: ["Tiles", 4, null, null] },
      { id: first, name: "First", seed: 1, cells: ["Tiles", 8, 0.8, 0.2] },
    ]);
    expect(table.rows[0]?.settingsKey).not.toBe(table.rows[1]?.settingsKey);
    expect(table.metrics).toEqual(["val/macro_f1"]);
    expect(table.settings).toContain("lora.r");
    expect(
      (await ada.runs.listTable({ projectId, columns: "fact:name" as never })).rows,
    ).toHaveLength(2);
  });

  it("keeps up with a run that a browser hears of", async () => {
    const table = await ada.runs.listTable({ projectId, columns });
    const [row] = table.rows.filter((one) => one.name === "First");
    const run = await ada.runs.get({ runId: row?.id ?? "" });
    const changed = { ...run, name: "Renamed", latest: { "val/macro_f1": 0.1, "val/loss": 2 } };
    const after = withRunInTable(table, changed, 0);
    expect(after.rows.map((one) => one.name)).toEqual(["Second", "Renamed"]);
    expect(after.rows[1]?.cells).toEqual(["Tiles", 8, 0.8, 0.1]);
    expect(after.rows[1]?.settingsKey).toBe(row?.settingsKey);
    expect(after.metrics).toEqual(["val/loss", "val/macro_f1"]);
  });

  it("knows no columns of other kinds, and no other project", async () => {
    const asked = { projectId, columns: ["secret:config"] };
    await expect(ada.runs.listTable(asked)).rejects.toMatchObject({ status: 400 });
    const other = { projectId: `prj_${"0".repeat(20)}`, columns };
    await expect(ada.runs.listTable(other)).rejects.toMatchObject({ status: 404 });
  });
});
