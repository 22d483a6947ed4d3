import { beforeAll, describe, expect, it } from "vitest";
import { getSetupLink } from "../auth/get-setup-link";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { makeTestPerson, testPassword } from "../testing/people";

let url: string;

beforeAll(async () => {
  await makeTestHome();
  url = await serveApi();
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${url}/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

describe("first start", () => {
  it("makes the first administrator with the one-time link and signs them in", async () => {
    const link = new URL((await getSetupLink()) ?? "");
    const token = link.searchParams.get("token") ?? "";
    const person = { name: "Ada", email: "Ada@example.org", password: testPassword };

    const wrong = await post("/auth/setup", { token: "wrong", ...person });
    expect(wrong.status).toBe(403);
    expect(await wrong.json()).toMatchObject({ code: "forbidden" });

    const made = await post("/auth/setup", { token, ...person });
    expect(await made.json()).toMatchObject({ email: "ada@example.org", role: "administrator" });
    const cookies = made.headers.getSetCookie();
    expect(cookies.join()).toMatch(/HttpOnly/i);
    expect(cookies.join()).toMatch(/SameSite=Lax/i);

    const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
    const me = await fetch(`${url}/api/auth/me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ name: "Ada", role: "administrator" });

    const again = await post("/auth/setup", { token, ...person });
    expect(again.status).toBe(409);
    expect(await getSetupLink()).toBeNull();

    const foreign = await post("/auth/sign-out", {}, { cookie, origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
    const out = await post("/auth/sign-out", {}, { cookie, origin: url });
    expect(out.status).toBe(200);
    expect((await fetch(`${url}/api/auth/me`, { headers: { cookie } })).status).toBe(401);
  });
});

describe("errors", () => {
  it("says that a project is not there instead of listing nothing", async () => {
    const { key } = await makeTestPerson("reviewer", "looking");
    const headers = { authorization: `Bearer ${key}` };
    const projectId = `prj_${"0".repeat(20)}`;
    const lists = ["scenes", "datasets", "runs", "models", "predictions"].map(
      (noun) => `/projects/${projectId}/${noun}`,
    );
    for (const list of [...lists, `/jobs?projectId=${projectId}`]) {
      const answer = await fetch(`${url}/api${list}`, { headers });
      expect([list, answer.status]).toEqual([list, 404]);
      expect(await answer.json()).toMatchObject({ code: "not_found" });
    }
  });

  it("names every wrong value", async () => {
    const answer = await post("/auth/sign-in", { email: "nobody", password: "" });
    expect(answer.status).toBe(400);
    const body = await answer.json();
    expect(body).toMatchObject({ code: "invalid_input" });
    expect(body.issues.map((issue: { path: string }) => issue.path)).toEqual(["email", "password"]);
    expect(Object.keys(body).sort()).toEqual(["code", "hint", "issues", "message", "sentence"]);
  });

  it("answers broken JSON and unknown routes in the same form", async () => {
    const broken = await fetch(`${url}/api/auth/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    });
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject({ code: "invalid_input" });
    const unknown = await fetch(`${url}/api/nothing`);
    expect(unknown.status).toBe(404);
    expect(Object.keys(await unknown.json()).sort()).toEqual([
      "code",
      "hint",
      "message",
      "sentence",
    ]);
  });

  it("reads little from strangers", async () => {
    const answer = await post("/auth/sign-in", { email: "a@b.org", password: "x".repeat(100_000) });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: "too_large" });
    // Whose session has ended is told so, and keeps what could not be sent.
    const labels = await post("/scenes/scn_0/labels", { edits: "x".repeat(100_000) });
    expect(labels.status).toBe(401);
    expect(await labels.json()).toMatchObject({ code: "unauthenticated" });
  });

  it("reads nothing but JSON", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const answer = await post("/auth/sign-in", { email: "a@b.org" }, { "content-type": type });
      expect(answer.status, type).toBe(415);
      expect(await answer.json()).toMatchObject({ code: "unsupported" });
    }
    const charset = await post(
      "/auth/sign-in",
      {},
      { "content-type": "Application/JSON;charset=x" },
    );
    expect(charset.status).toBe(400);
  });

  it("accepts an API key and refuses a wrong one", async () => {
    const { key } = await makeTestPerson("analyst");
    const ask = (bearer: string) =>
      fetch(`${url}/api/auth/me`, { headers: { authorization: `Bearer ${bearer}` } });
    expect(await (await ask(key)).json()).toMatchObject({ role: "analyst" });
    expect((await ask("tw_wrong")).status).toBe(401);
  });
});
