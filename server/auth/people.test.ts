import { beforeAll, describe, expect, it } from "vitest";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { makeTestPerson, testPassword } from "../testing/people";

let url: string;
let administrator: { id: string; key: string };

beforeAll(async () => {
  await makeTestHome();
  url = await serveApi();
  const { me, key } = await makeTestPerson("administrator");
  administrator = { id: me.id, key };
});

function ask(
  method: string,
  route: string,
  body?: unknown,
  headers: Record<string, string> = { authorization: `Bearer ${administrator.key}` },
): Promise<Response> {
  return fetch(`${url}/api${route}`, {
    method,
    headers: { ...headers, ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

async function signIn(email: string, password = testPassword): Promise<string | null> {
  const response = await ask("POST", "/auth/sign-in", { email, password }, {});
  if (!response.ok) return null;
  const cookies = response.headers.getSetCookie();
  return cookies.map((cookie) => cookie.split(";")[0]).join("; ");
}

async function addPerson(name: string): Promise<{ id: string; email: string }> {
  const email = `${name}@example.org`;
  const response = await ask("POST", "/users", {
    ...{ name, email, password: testPassword },
    role: "analyst",
  });
  expect(response.status).toBe(200);
  return response.json();
}

describe("people", () => {
  it("sign in with the password they were given, and never twice under one address", async () => {
    const person = await addPerson("ines");
    expect(await signIn(person.email)).not.toBeNull();
    expect(await signIn(person.email, "a wrong password")).toBeNull();
    const again = await ask("POST", "/users", {
      ...{ name: "Ines", email: "INES@example.org", password: testPassword },
      role: "analyst",
    });
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ issues: [{ path: "email" }] });
  });

  it("are out at once when they are deactivated: session, key and password", async () => {
    const { email, id } = await addPerson("omar");
    const cookie = (await signIn(email)) ?? "";
    const made = await ask("POST", "/api-keys", { name: "script" }, { cookie });
    const { key } = await made.json();
    expect((await ask("GET", "/auth/me", undefined, { cookie })).status).toBe(200);
    await ask("PATCH", `/users/${id}`, { active: false });
    expect((await ask("GET", "/auth/me", undefined, { cookie })).status).toBe(401);
    const authorization = `Bearer ${key}`;
    expect((await ask("GET", "/auth/me", undefined, { authorization })).status).toBe(401);
    expect(await signIn(email)).toBeNull();
    await ask("PATCH", `/users/${id}`, { active: true });
    expect((await ask("GET", "/auth/me", undefined, { cookie })).status).toBe(401);
    expect(await signIn(email)).not.toBeNull();
  });

  it("choose their own password after a reset, before anything else", async () => {
    const { email, id } = await addPerson("mei");
    const before = (await signIn(email)) ?? "";
    const { key } = await (
      await ask("POST", "/api-keys", { name: "script" }, { cookie: before })
    ).json();
    const reset = await ask("POST", `/users/${id}/password`, {});
    expect(reset.status).toBe(200);
    const { password, user } = await reset.json();
    expect(user.mustChangePassword).toBe(true);
    expect((await ask("GET", "/auth/me", undefined, { cookie: before })).status).toBe(401);
    const authorization = `Bearer ${key}`;
    expect((await ask("GET", "/auth/me", undefined, { authorization })).status).toBe(401);
    expect(await signIn(email)).toBeNull();

    const cookie = (await signIn(email, password)) ?? "";
    const as = { cookie };
    expect((await ask("GET", "/auth/me", undefined, as)).status).toBe(200);
    for (const [method, route] of [
      ["GET", "/projects"],
      ["GET", "/api-keys"],
    ] as const) {
      const refused = await ask(method, route, undefined, as);
      expect(refused.status).toBe(403);
      expect((await refused.json()).message).toContain("one-time");
    }
    expect((await ask("POST", "/api-keys", { name: "back door" }, as)).status).toBe(403);
    const chosen = { currentPassword: password, newPassword: "an own long one" };
    expect(await (await ask("POST", "/auth/password", chosen, as)).json()).toMatchObject({
      mustChangePassword: false,
    });
    expect((await ask("GET", "/projects", undefined, as)).status).toBe(200);
    expect(await signIn(email, password)).toBeNull();
    expect(await signIn(email, "an own long one")).not.toBeNull();
  });

  it("change their own password: other sessions end, this one and the keys stay", async () => {
    const { email } = await addPerson("noor");
    const here = { cookie: (await signIn(email)) ?? "" };
    const elsewhere = { cookie: (await signIn(email)) ?? "" };
    const { key } = await (await ask("POST", "/api-keys", { name: "script" }, here)).json();
    const input = { currentPassword: testPassword, newPassword: "another long one" };
    const wrong = await ask("POST", "/auth/password", { ...input, currentPassword: "no" }, here);
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ issues: [{ path: "currentPassword" }] });
    for (const newPassword of [testPassword, "too short"]) {
      const refused = await ask("POST", "/auth/password", { ...input, newPassword }, here);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ issues: [{ path: "newPassword" }] });
    }
    expect((await ask("POST", "/auth/password", input, {})).status).toBe(401);
    expect((await ask("POST", "/auth/password", input, here)).status).toBe(200);
    expect((await ask("GET", "/auth/me", undefined, here)).status).toBe(200);
    expect((await ask("GET", "/auth/me", undefined, elsewhere)).status).toBe(401);
    const authorization = `Bearer ${key}`;
    expect((await ask("GET", "/auth/me", undefined, { authorization })).status).toBe(200);
    expect(await signIn(email)).toBeNull();
    expect(await signIn(email, input.newPassword)).not.toBeNull();
  });

  it("cannot guess the present password of a session that was left open", async () => {
    const { email } = await addPerson("away");
    const here = { cookie: (await signIn(email)) ?? "" };
    const guess = { currentPassword: "wrong wrong wrong", newPassword: "another long one" };
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) {
      statuses.push((await ask("POST", "/auth/password", guess, here)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(400), 429]);
  });

  it("do not reset their own password, which would need no present one", async () => {
    const own = `/users/${administrator.id}`;
    expect((await ask("POST", `${own}/password`, {})).status).toBe(403);
    expect((await ask("PATCH", own, { password: "another long one" })).status).toBe(403);
  });

  it("always keep one administrator", async () => {
    const response = await ask("PATCH", `/users/${administrator.id}`, { role: "reviewer" });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: "conflict" });
    expect(await (await ask("GET", "/auth/me")).json()).toMatchObject({ role: "administrator" });
  });

  it("wait after ten wrong passwords", async () => {
    const { email } = await addPerson("guessed");
    for (let tries = 0; tries < 10; tries += 1) await signIn(email, "wrong wrong wrong");
    const response = await ask("POST", "/auth/sign-in", { email, password: testPassword }, {});
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ code: "too_many_requests" });
  });

  it("are not locked out by what others try from elsewhere", async () => {
    const { email } = await addPerson("wanted");
    const from = (address: string, password: string) =>
      ask("POST", "/auth/sign-in", { email, password }, { "x-forwarded-for": address });
    for (let tries = 0; tries < 10; tries += 1) await from("192.0.2.1", "wrong wrong wrong");
    expect((await from("192.0.2.1", testPassword)).status).toBe(429);
    // Only what the last proxy wrote counts.
    expect((await from("198.51.100.9, 192.0.2.1", testPassword)).status).toBe(429);
    expect((await from("192.0.2.2", testPassword)).status).toBe(200);
  });

  it("can still sign in after a burst from many addresses, most of which is turned away", async () => {
    const burst = await Promise.all(
      Array.from({ length: 120 }, (_, number) =>
        ask("POST", "/auth/sign-in", { email: `n${number}@example.org`, password: "wrong" }, {}),
      ),
    );
    const statuses = burst.map((response) => response.status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    const checked = statuses.filter((status) => status === 401);
    expect(checked.length).toBeLessThan(120);
    const refused = burst.find((response) => response.status === 429);
    expect(await refused?.json()).toMatchObject({ hint: "Try again in a few seconds." });
    expect(await signIn((await addPerson("patient")).email)).not.toBeNull();
  });

  it("never see a password, a hash or a key of others", async () => {
    const users = await (await ask("GET", "/users")).text();
    expect(users.replaceAll("mustChangePassword", "")).not.toMatch(/password|hash|token/i);
    const keys = await (await ask("GET", "/api-keys")).json();
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0]).sort()).toEqual([
      "createdAtMs",
      "id",
      "lastUsedAtMs",
      "name",
      "prefix",
    ]);
  });

  it("revoke their own keys only", async () => {
    const { key } = await makeTestPerson("reviewer");
    const [own] = await (await ask("GET", "/api-keys")).json();
    const headers = { authorization: `Bearer ${key}` };
    expect((await ask("DELETE", `/api-keys/${own.id}`, undefined, headers)).status).toBe(404);
  });
});
