import path from "node:path";
import { defineConfig } from "@playwright/test";
import { browserArguments } from "./browser";

const here = import.meta.dirname;

/** Browser tests against the built application with real web, worker and trainer processes. */
export default defineConfig({
  testDir: here,
  testMatch: "*.spec.ts",
  outputDir: path.join(here, ".results/traces"),
  // Two cores: tests that train and draw must not run side by side.
  workers: 1,
  fullyParallel: false,
  timeout: 300_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json"]],
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    locale: "en-GB",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.TILEWRIGHT_CHROMIUM,
      args: browserArguments,
    },
  },
});
