import { afterEach, expect, it, vi } from "vitest";
import { callerAddress, forgetFailures, recordFailure, requireFewFailures } from "./sign-in-limit";

afterEach(() => vi.useRealTimers());

function fail(email: string, address: string, times: number): void {
  for (let tries = 0; tries < times; tries += 1) recordFailure(email, address);
}

it("counts by e-mail and address, and more generously by e-mail alone", () => {
  vi.useFakeTimers();
  const email = "ada@example.org";
  fail(email, "192.0.2.1", 10);
  expect(() => requireFewFailures(email, "192.0.2.1")).toThrow("Too many failed attempts");
  requireFewFailures(email, "192.0.2.2");
  requireFewFailures("bob@example.org", "192.0.2.1");
  for (let host = 1; host < 90; host += 1) fail(email, `203.0.113.${host}`, 1);
  requireFewFailures(email, "192.0.2.2");
  fail(email, "203.0.113.90", 1);
  expect(() => requireFewFailures(email, "192.0.2.2")).toThrow("Too many failed attempts");
  // A success here says nothing about those who failed elsewhere.
  forgetFailures(email, "192.0.2.2");
  expect(() => requireFewFailures(email, "192.0.2.2")).toThrow();
  forgetFailures(email, "192.0.2.1");
  requireFewFailures(email, "192.0.2.1");
  fail(email, "192.0.2.1", 10);
  vi.advanceTimersByTime(15 * 60_000);
  requireFewFailures(email, "192.0.2.1");
});

it("takes the address that the last proxy wrote", () => {
  expect(callerAddress(new Headers())).toBe("");
  expect(callerAddress(new Headers({ "x-forwarded-for": "10.0.0.9, 192.0.2.7" }))).toBe(
    "192.0.2.7",
  );
});
