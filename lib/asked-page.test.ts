import { expect, it } from "vitest";
import { ownPasswordFor, signInFor, toAskedPage } from "./asked-page";

it("leads back to the page that was asked for, with its query", () => {
  const page = "/projects/prj_1/label?scene=scn_1&prediction=prd_1#x";
  expect(toAskedPage(page)).toBe(page);
  const address = new URL(signInFor(page), "http://studio.invalid");
  expect(address.pathname).toBe("/sign-in");
  expect(toAskedPage(address.searchParams.get("next"))).toBe(page);
  expect(signInFor("/projects")).toBe("/sign-in");
  expect(ownPasswordFor("/account")).toBe("/new-password?next=%2Faccount");
});

it.each([
  "https://evil.example/projects",
  "//evil.example/projects",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n//evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "/%2e%2e//evil.example",
  "javascript:alert(1)",
  "/sign-in?next=/sign-in",
  "/setup?token=x",
  "/new-password?next=/account",
  "/api/downloads/models/x.zip",
  "/",
  "",
  undefined,
  ["/projects/prj_1"],
])("is not led astray by %j", (asked) => {
  expect(toAskedPage(asked)).toBe("/projects");
});
