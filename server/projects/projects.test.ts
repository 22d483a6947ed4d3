import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Project } from "@/lib/contracts/projects";
import { AppError, toAppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb, inTransaction } from "../db/client";
import { homeFolders } from "../env";
import { enqueueJob } from "../jobs/enqueue-job";
import { applyLabels } from "../labels/apply-labels";
import { makeTestHome } from "../testing/home";
import { insertTestScene } from "../testing/open-test-studio";
import { createProject } from "./create-project";
import { deleteProject } from "./delete-project";
import { getProject } from "./get-project";
import { listProjects } from "./list-projects";
import { updateProject } from "./update-project";

beforeAll(async () => {
  await makeTestHome();
});

function makeProject(...names: string[]): Promise<Project> {
  const classes = names.map((name) => ({ name, colour: "#AABBCC", key: null, archived: false }));
  return createProject(
    { name: "Delta", description: "", tileSizePx: 32, classes },
    { createdBy: null },
  );
}

async function labelOneTile(project: Project, position: number): Promise<string> {
  const sceneId = await insertTestScene(project.id);
  await applyLabels(
    {
      batchId: randomUUID(),
      sceneId,
      edits: [{ row: 0, col: position, classId: project.classes[position]?.id ?? null }],
    },
    { id: "somebody" },
  );
  return sceneId;
}

describe("classes", () => {
  it("keep their index through renames and new orders, and never inherit one", async () => {
    const project = await makeProject("Water", "Forest", "Town");
    const [water, forest, town] = project.classes;
    if (!water || !forest || !town) throw new Error("Classes are missing.");
    const shorter = await updateProject({
      projectId: project.id,
      classes: [forest, { ...water, name: "Lake" }],
    });
    expect(shorter.classes.map(({ name, index }) => [name, index])).toEqual([
      ["Forest", 1],
      ["Lake", 0],
    ]);
    const added = { name: "Bog", colour: "#112233", key: "b", archived: false };
    const longer = await updateProject({
      projectId: project.id,
      classes: [...shorter.classes, added],
    });
    expect(longer.classes.at(-1)).toMatchObject({ name: "Bog", index: 3 });
  });

  it("that carry labels cannot be left out, but archived", async () => {
    const project = await makeProject("Water", "Forest", "Town");
    await labelOneTile(project, 2);
    const [water, forest, town] = project.classes;
    if (!water || !forest || !town) throw new Error("Classes are missing.");
    const classes = [water, forest];
    const refused = await updateProject({ projectId: project.id, classes }).catch(toAppError);
    expect(refused).toMatchObject({ code: "conflict", message: '1 tile is labelled "Town".' });
    expect(refused).toBeInstanceOf(AppError);
    expect((refused as AppError).toProblem().issues).toMatchObject([{ path: "classes" }]);
    expect((await getProject(project.id)).classes).toHaveLength(3);
    const archived = await updateProject({
      projectId: project.id,
      classes: [water, forest, { ...town, archived: true }],
    });
    expect(archived.classes[2]).toMatchObject({ archived: true, index: 2 });
  });

  it("of other projects are refused", async () => {
    const [one, other] = [await makeProject("A", "B"), await makeProject("C", "D")];
    await expect(
      updateProject({ projectId: one.id, classes: [...one.classes, ...other.classes] }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("projects", () => {
  it("count their scenes, tiles and labels", async () => {
    const project = await makeProject("Water", "Forest");
    await labelOneTile(project, 0);
    const counted = await getProject(project.id);
    expect(counted).toMatchObject({ sceneCount: 1, tileCount: 100, labelledCount: 1 });
    expect(Object.values(counted.classCounts)).toEqual([1, 0]);
    expect(counted.updatedAtMs).toBeGreaterThanOrEqual(counted.createdAtMs);
    expect((await listProjects())[0]?.id).toBe(project.id);
  });

  it("count labels as they are given, changed, cleared and deleted with their scene", async () => {
    const project = await makeProject("Water", "Forest");
    const sceneId = await labelOneTile(project, 0);
    const [water, forest] = project.classes.map((one) => one.id);
    const give = (classId: string | null) =>
      applyLabels(
        { batchId: randomUUID(), sceneId, edits: [{ row: 0, col: 0, classId }] },
        { id: "somebody" },
      );
    const counts = async () => Object.values((await getProject(project.id)).classCounts);
    await give(water ?? null);
    await give(forest ?? null);
    expect(await counts()).toEqual([0, 1]);
    await give(null);
    expect(await counts()).toEqual([0, 0]);
    await give(water ?? null);
    expect(await counts()).toEqual([1, 0]);
    await getDb().deleteFrom("scene").where("id", "=", sceneId).execute();
    expect(await counts()).toEqual([0, 0]);
  });

  it("go with everything they hold, once their name is given and nothing runs", async () => {
    const project = await makeProject("Water", "Forest");
    const sceneId = await labelOneTile(project, 0);
    const folder = homeFolders.scene(sceneId);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "scene.tif"), "x");
    const jobId = await inTransaction((trx) =>
      enqueueJob(trx, {
        ...{ kind: "scene.import", payload: {}, projectId: project.id },
        ...{ title: sentence("server.titles.importScene", { name: "x" }), createdBy: null },
      }),
    );
    await expect(deleteProject(project.id, "Dleta")).rejects.toMatchObject({
      code: "invalid_input",
    });
    await getDb().updateTable("job").set({ status: "running" }).where("id", "=", jobId).execute();
    await expect(deleteProject(project.id, "Delta")).rejects.toMatchObject({ code: "conflict" });
    await getDb().updateTable("job").set({ status: "queued" }).where("id", "=", jobId).execute();
    await deleteProject(project.id, "Delta");
    await expect(getProject(project.id)).rejects.toMatchObject({ code: "not_found" });
    expect(existsSync(folder)).toBe(false);
    for (const table of ["scene", "class", "job"] as const) {
      const rows = await getDb()
        .selectFrom(table)
        .select("id")
        .where("project_id", "=", project.id)
        .execute();
      expect(rows).toEqual([]);
    }
  });
});
