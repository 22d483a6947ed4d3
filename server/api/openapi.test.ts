import { existsSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { contract } from "@/lib/contract-router";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { byteRoutes } from "./openapi-byte-routes";

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security?: unknown[];
  responses: Record<string, unknown>;
}

let document: {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
};

beforeAll(async () => {
  await makeTestHome();
  const url = await serveApi();
  document = await (await fetch(`${url}/api/openapi.json`)).json();
});

describe("the OpenAPI document", () => {
  it("is 3.1 and tells how to sign in", () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(document.components.securitySchemes)).toEqual(["cookie", "bearer"]);
    expect(document.paths["/auth/sign-in"]?.post?.security).toEqual([]);
  });

  it("describes every procedure, and how each is refused", () => {
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
    const names = operations.map((operation) => operation.operationId);
    for (const [noun, verbs] of Object.entries(contract)) {
      for (const verb of Object.keys(verbs)) expect(names).toContain(`${noun}.${verb}`);
    }
    for (const operation of operations) {
      expect(operation.summary, operation.operationId).toBeTruthy();
      expect(operation.responses.default, operation.operationId).toBeDefined();
    }
  });

  it("points at nothing that is not there", () => {
    const references = JSON.stringify(document).matchAll(
      /"\$ref":"#\/components\/schemas\/(\w+)"/g,
    );
    const named = new Set([...references].map((match) => match[1]));
    expect(named.size).toBeGreaterThan(8);
    for (const name of named) expect(document.components.schemas).toHaveProperty(name ?? "");
  });

  it("names routes for bytes that exist", () => {
    for (const route of Object.keys(byteRoutes)) {
      const folder = route.split("/").slice(1, 3).join("/");
      const found = [`app/api/${folder}`, `app/api/${route.split("/")[1]}`];
      expect(found.some((one) => existsSync(path.resolve(one.replace(/\{(\w+)\}/, "[$1]"))))).toBe(
        true,
      );
    }
  });
});
