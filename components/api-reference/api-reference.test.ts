import { describe, expect, it } from "vitest";
import { curlText } from "./curl-text";
import { readReference } from "./openapi";
import { exampleOf, propertiesOf, typeText } from "./schema-text";

const document = {
  openapi: "3.1.1",
  info: { title: "Tilewright", version: "1" },
  paths: {
    "/projects": {
      get: {
        operationId: "projects.list",
        tags: ["Projects"],
        summary: "List projects",
        responses: {
          200: {
            content: {
              "application/json": {
                schema: { type: "array", items: { $ref: "#/components/schemas/Project" } },
              },
            },
          },
        },
      },
      post: {
        operationId: "projects.create",
        tags: ["Projects"],
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["name", "kind"],
                properties: {
                  name: { type: "string", description: "What it is called." },
                  kind: { enum: ["raster", "chips"] },
                  note: { anyOf: [{ type: "string" }, { type: "null" }] },
                },
              },
            },
          },
        },
        responses: {},
      },
    },
  },
  components: { schemas: { Project: { type: "object", properties: { id: { type: "string" } } } } },
};

describe("API reference", () => {
  const reference = readReference(document);
  const [list, create] = reference.groups[0]?.operations ?? [];

  it("groups routes by their tag", () => {
    expect(reference.groups.map((group) => group.name)).toEqual(["Projects"]);
    expect(list).toMatchObject({ method: "GET", path: "/projects", summary: "List projects" });
    expect(create?.summary).toBe("projects.create");
  });

  it("writes schemas as short types", () => {
    expect(typeText(list?.answer ?? {})).toBe("Project[]");
    expect(typeText({ enum: ["a", "b"] })).toBe('"a" | "b"');
    expect(typeText({ type: "array", items: { enum: ["a", "b"] } })).toBe('("a" | "b")[]');
    expect(propertiesOf(create?.body ?? {}, reference.schemas)).toEqual([
      { name: "name", type: "string", required: true, description: "What it is called." },
      { name: "kind", type: '"raster" | "chips"', required: true, description: null },
      { name: "note", type: "string | null", required: false, description: null },
    ]);
  });

  it("makes examples of what is required, and a curl command", () => {
    expect(exampleOf(create?.body ?? {}, reference.schemas)).toEqual({ name: "…", kind: "raster" });
    if (!create) throw new Error("no operation");
    expect(curlText(create, reference.schemas, "http://127.0.0.1:3000")).toBe(
      [
        'curl -X POST "http://127.0.0.1:3000/api/projects" \\',
        '  -H "Authorization: Bearer $TILEWRIGHT_KEY" \\',
        '  -H "Content-Type: application/json" \\',
        `  -d '{"name":"…","kind":"raster"}'`,
      ].join("\n"),
    );
  });
});
