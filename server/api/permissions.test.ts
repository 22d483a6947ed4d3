import { beforeAll, describe, expect, it } from "vitest";
import { contract } from "@/lib/contract-router";
import { type Role, roleSchema } from "@/lib/contracts/auth";
import { permissionsOf } from "../auth/permissions";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { makeTestPerson } from "../testing/people";
import { type Access, accessOf, procedurePermissions } from "./procedure-permissions";
import { router } from "./router";

interface Procedure {
  name: string;
  method: string;
  path: string;
  access: Access | null;
}

/** Every procedure of the contract, with ids that nothing has. */
const procedures: Procedure[] = Object.entries(contract).flatMap(([noun, verbs]) =>
  Object.entries(verbs).map(([verb, procedure]) => {
    const { method = "GET", path = "" } = procedure["~orpc"].route;
    return {
      name: `${noun}.${verb}`,
      method,
      path: path.replace(/\{(\w+)\}/g, (_match: string, key: string) => exampleOf(key)),
      access: accessOf([noun, verb]),
    };
  }),
);

function exampleOf(key: string): string {
  const prefixes: Record<string, string> = {
    projectId: "prj",
    classId: "cls",
    sceneId: "scn",
    datasetId: "dst",
    runId: "run",
    modelId: "mdl",
    predictionId: "prd",
    viewId: "viw",
    jobId: "job",
    areaId: "are",
  };
  const prefix = prefixes[key];
  return prefix ? `${prefix}_${"0".repeat(20)}` : "0";
}

const keys = new Map<Role, string>();
let url: string;

beforeAll(async () => {
  // Procedures that ask Python answer at once when there is none.
  await makeTestHome({ TILEWRIGHT_PYTHON: "/no/such/python" });
  url = await serveApi();
  for (const role of roleSchema.options) keys.set(role, (await makeTestPerson(role)).key);
});

async function ask({ method, path }: Procedure, key?: string): Promise<Response> {
  const abort = new AbortController();
  const query = path === "/events" ? "?topics=jobs" : "";
  const response = await fetch(`${url}/api${path}${query}`, {
    method,
    signal: abort.signal,
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(method === "GET" ? {} : { "content-type": "application/json" }),
    },
    ...(method === "GET" ? {} : { body: "{}" }),
  });
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) abort.abort();
  return response;
}

describe("permissions", () => {
  it("name every procedure of the contract, and nothing else", () => {
    expect(Object.keys(procedurePermissions).sort()).toEqual(
      procedures.map((procedure) => procedure.name).sort(),
    );
    expect(accessOf(["projects", "explode"])).toBeNull();
    expect(accessOf(["toString"])).toBeNull();
  });

  it("are asked for by every implemented procedure", () => {
    const implemented = Object.entries(router).flatMap(([noun, verbs]) =>
      Object.keys(verbs).map((verb) => `${noun}.${verb}`),
    );
    expect(implemented.sort()).toEqual(procedures.map((procedure) => procedure.name).sort());
  });

  it.each(procedures)("refuse the stranger: $name", async (procedure) => {
    const response = await ask(procedure);
    if (procedure.access === "public") {
      expect(response.status).not.toBe(401);
    } else {
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code: "unauthenticated" });
    }
  });

  it.each(roleSchema.options)("let a role do what it may and no more: %s", async (role) => {
    for (const procedure of procedures) {
      const response = await ask(procedure, keys.get(role));
      const { access } = procedure;
      const allowed =
        access === "public" ||
        access === "one-time" ||
        access === "signed-in" ||
        (access !== null && permissionsOf(role).includes(access));
      expect(response.status === 403, `${role} ${procedure.name} ${response.status}`).toBe(
        !allowed,
      );
      expect(response.status, procedure.name).not.toBe(500);
    }
  });
});
