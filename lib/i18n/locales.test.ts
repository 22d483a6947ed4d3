import { expect, it } from "vitest";
import { localeFromHeader } from "./locales";

it.each([
  ["zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"],
  ["zh-Hant-TW", "zh-CN"],
  ["de-DE,de;q=0.9,en;q=0.5", "en"],
  ["en;q=0.4, zh;q=0.9", "zh-CN"],
  ["fr", "en"],
  ["zh;q=0", "en"],
  ["", "en"],
  [null, "en"],
] as const)("reads %s as %s", (header, locale) => {
  expect(localeFromHeader(header)).toBe(locale);
});
