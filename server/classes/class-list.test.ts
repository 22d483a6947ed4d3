import { beforeAll, describe, expect, it } from "vitest";
import {
  type ClassList,
  classListSchema,
  importClassListInputSchema,
} from "@/lib/contracts/class-list";
import type { Project } from "@/lib/contracts/projects";
import { createProject } from "../projects/create-project";
import { getProject } from "../projects/get-project";
import { makeTestHome } from "../testing/home";
import { getClassList } from "./get-class-list";
import { importClassList } from "./import-class-list";

beforeAll(async () => {
  await makeTestHome();
});

/** A project from lines such as "Conifers < Forest". */
function makeProject(...lines: string[]): Promise<Project> {
  const classes = lines.map((line, place) => {
    const [name = "", parent = null] = line.split(" < ");
    return { name, parent, colour: "#AABBCC", key: String(place + 1), archived: false };
  });
  const input = { name: "Delta", description: "", tileSizePx: 32, classes };
  return createProject(input, { createdBy: null });
}

const fileOf = (...classes: Partial<ClassList["classes"][number]>[]): ClassList =>
  classListSchema.parse({
    format: "tilewright.classes",
    version: 1,
    classes: classes.map((one) => ({ name: "?", colour: "#112233", ...one })),
  });

const read = (projectId: string, list: ClassList, options: Record<string, unknown> = {}) =>
  importClassList(importClassListInputSchema.parse({ projectId, list, ...options }));

const shape = (project: Project) =>
  project.classes.map(({ name, parentId, archived, key }) => {
    const parent = project.classes.find((one) => one.id === parentId)?.name;
    return `${name}${parent ? ` < ${parent}` : ""}${archived ? " (archived)" : ""} ${key ?? "-"}`;
  });

describe("class lists", () => {
  it("come back as they went, and carry a tree to another project", async () => {
    const one = await makeProject("Water", "Forest", "Conifers < Forest");
    const list = await getClassList(one.id);
    expect(classListSchema.parse(JSON.parse(JSON.stringify(list)))).toEqual(list);
    const again = await read(one.id, list);
    expect(again.changes.map((change) => change.change)).toEqual(Array(3).fill("unchanged"));
    expect(await getProject(one.id)).toMatchObject({ classes: one.classes });
    const other = await makeProject("forest", "Town");
    await read(other.id, list);
    const after = await getProject(other.id);
    expect(shape(after)).toEqual(["Water 1", "Forest -", "Conifers < Forest 3", "Town 2"]);
    expect(after.classes.find((found) => found.name === "Forest")?.id).toBe(other.classes[0]?.id);
  });

  it("say beforehand what changes, and change nothing then", async () => {
    const project = await makeProject("Water", "Forest");
    const list = fileOf(
      { id: project.classes[0]?.id, name: "Lakes", key: "9" },
      { name: "Bog", parent: "Lakes" },
    );
    const { changes, applied } = await read(project.id, list, { preview: true, others: "archive" });
    expect(applied).toBe(false);
    expect(changes).toMatchObject([
      {
        change: "changed",
        fields: [
          { field: "name", from: "Water", to: "Lakes" },
          { field: "colour", from: "#aabbcc", to: "#112233" },
          { field: "key", from: "1", to: "9" },
        ],
      },
      { change: "added", name: "Bog", classId: null },
      { change: "archived", name: "Forest" },
    ]);
    expect(await getProject(project.id)).toMatchObject({ classes: project.classes });
    await read(project.id, list, { others: "archive" });
    expect(shape(await getProject(project.id))).toEqual([
      ...["Lakes 9", "Bog < Lakes -", "Forest (archived) -"],
    ]);
  });

  it("swap names by id, and go by name alone when asked", async () => {
    const project = await makeProject("Water", "Forest");
    const [water, forest] = project.classes;
    const list = fileOf({ id: water?.id, name: "Forest" }, { id: forest?.id, name: "Water" });
    const byName = await read(project.id, list, { matchBy: "name", preview: true });
    expect(byName.changes.map((one) => one.classId)).toEqual([forest?.id, water?.id]);
    await read(project.id, list);
    const after = await getProject(project.id);
    expect(after.classes.map((one) => [one.id, one.name])).toEqual([
      [water?.id, "Forest"],
      [forest?.id, "Water"],
    ]);
  });

  it("leave keys to classes that stay, and refuse names that those have", async () => {
    const project = await makeProject("Water", "Forest");
    await read(project.id, fileOf({ name: "Bog", key: "2" }));
    expect(shape(await getProject(project.id))).toEqual(["Bog -", "Water 1", "Forest 2"]);
    const taken = fileOf({ id: project.classes[0]?.id, name: "Forest" });
    await expect(read(project.id, taken)).rejects.toMatchObject({ code: "invalid_input" });
    const twice = fileOf(
      { id: project.classes[0]?.id, name: "A" },
      { id: project.classes[0]?.id, name: "B" },
    );
    await expect(read(project.id, twice)).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("hostile class lists", () => {
  const good = { name: "Water", colour: "#112233" };
  const file = (part: Record<string, unknown>) => ({
    ...{ format: "tilewright.classes", version: 1, classes: [good] },
    ...part,
  });
  const many = (count: number) =>
    Array.from({ length: count }, (_, place) => ({ ...good, name: `Class ${place}` }));

  it.each([
    ["something else", { hello: "world" }],
    ["an array", [good]],
    ["another format", file({ format: "qml" })],
    ["a later version", file({ version: 2 })],
    ["no classes", file({ classes: [] })],
    ["too many classes", file({ classes: many(251) })],
    ["a name without letters", file({ classes: [{ ...good, name: "   " }] })],
    ["a name of 10,000 letters", file({ classes: [{ ...good, name: "x".repeat(10_000) }] })],
    ["a colour that runs", file({ classes: [{ ...good, colour: "red;background:url(x)" }] })],
    ["a key of two letters", file({ classes: [{ ...good, key: "ab" }] })],
    ["an id that is a path", file({ classes: [{ ...good, id: "../../etc" }] })],
    ["two of a name", file({ classes: [good, { ...good, name: "WATER" }] })],
    ["a parent that is not there", file({ classes: [{ ...good, parent: "Sea" }] })],
    ["a class above itself", file({ classes: [{ ...good, parent: "water" }] })],
    [
      "a circle",
      file({
        classes: [
          { ...good, name: "A", parent: "B" },
          { ...good, name: "B", parent: "A" },
        ],
      }),
    ],
    [
      "four levels",
      file({
        classes: many(4).map((one, place) => ({
          ...one,
          parent: place === 0 ? null : `Class ${place - 1}`,
        })),
      }),
    ],
    ["names that are no text", file({ classes: [{ ...good, name: { toString: "x" } }] })],
  ])("are refused: %s", (_what, list) => {
    expect(classListSchema.safeParse(list).success).toBe(false);
  });

  it("leave unknown and dangerous fields behind", () => {
    const text = `{"format":"tilewright.classes","version":1,"__proto__":{"polluted":1},
      "classes":[{"name":"Water","colour":"#112233","constructor":{"prototype":1},"extra":true}]}`;
    const parsed = classListSchema.parse(JSON.parse(text));
    expect(Object.keys(parsed)).toEqual(["format", "version", "classes"]);
    expect(Object.keys(parsed.classes[0] ?? {})).toEqual([
      ...["name", "colour", "key", "parent", "archived"],
    ]);
    expect({}).not.toHaveProperty("polluted");
  });
});
