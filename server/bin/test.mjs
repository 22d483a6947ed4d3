import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import {
  checkNode,
  ensureBuild,
  ensureChromium,
  ensurePackages,
  ensurePython,
  makeFolder,
  root,
  SetupError,
  say,
  trainerFolder,
  venvPython,
} from "./install.mjs";

/**
 * `npm test`: sets everything up and runs every check, or the parts that are named
 * (check, unit, python, e2e). Ends with `N passed, N failed`.
 */

const resultsFolder = makeFolder(path.join(root, "e2e/.results"));
const bin = (name) => path.join(root, "node_modules/.bin", name);
const started = Date.now();
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function seconds(sinceMs) {
  return `${Math.round((Date.now() - sinceMs) / 1000)} s`;
}

function run(command, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", () => resolve(127));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** One command that passes or fails as a whole. */
async function check(name, command, args, options) {
  const since = Date.now();
  const code = await run(command, args, options);
  if (code === 0) totals.passed += 1;
  else {
    totals.failed += 1;
    failures.push(name);
  }
  say(`${code === 0 ? "✓" : "✗"} ${name} (${seconds(since)})`);
}

/** A test runner that counts its own tests into a report file; no report is a failure. */
async function suite(name, command, args, { report, read, ...options }) {
  const since = Date.now();
  rmSync(report, { force: true });
  const code = await run(command, args, options);
  const counts = existsSync(report)
    ? read(readFileSync(report, "utf8"))
    : { passed: 0, failed: 1, skipped: 0 };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (code === 0 && counts.passed === 0) counts.failed = 1;
  for (const key of ["passed", "failed", "skipped"]) totals[key] += counts[key];
  if (counts.failed > 0) failures.push(name, ...(counts.names ?? []).map((test) => `  ${test}`));
  say(
    `${counts.failed === 0 ? "✓" : "✗"} ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds(since)})`,
  );
}

function readVitest(text) {
  const report = JSON.parse(text);
  return {
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0),
    skipped: report.numPendingTests,
    names: report.testResults.flatMap((file) =>
      file.assertionResults
        .filter((test) => test.status === "failed")
        .map((test) => `${path.relative(root, file.name)}: ${test.fullName}`),
    ),
  };
}

function readJunit(text) {
  const attribute = (name) =>
    Number(text.match(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = attribute("failures") + attribute("errors");
  const skipped = attribute("skipped");
  const names = text
    .split("<testcase ")
    .slice(1)
    .filter((test) => /<(failure|error)\b/.test(test))
    .map((test) => `${xmlAttribute(test, "classname")}: ${xmlAttribute(test, "name")}`);
  return { passed: attribute("tests") - failed - skipped, failed, skipped, names };
}

function xmlAttribute(text, name) {
  return text.match(new RegExp(`(?:^|\\s)${name}="([^"]*)"`))?.[1] ?? "?";
}

function readPlaywright(text) {
  const { stats, suites } = JSON.parse(text);
  const { expected, unexpected, flaky, skipped } = stats;
  return { passed: expected, failed: unexpected + flaky, skipped, names: failedSpecs(suites) };
}

function failedSpecs(suites) {
  return suites.flatMap((group) => [
    ...group.specs.filter((spec) => !spec.ok).map((spec) => `${spec.file}: ${spec.title}`),
    ...failedSpecs(group.suites ?? []),
  ]);
}

const parts = {
  async check() {
    await check("format and lint", bin("biome"), ["ci", "--error-on-warnings", "."]);
    await check("types", bin("tsc"), ["--noEmit", "--incremental", "false"]);
    await check("unused code", bin("knip"), ["--no-progress"]);
    await check("message keys", process.execPath, [
      "--import",
      "tsx",
      "server/bin/check-messages.ts",
    ]);
  },
  async unit() {
    const report = path.join(resultsFolder, "vitest.json");
    await suite(
      "unit tests",
      bin("vitest"),
      ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      { report, read: readVitest },
    );
  },
  async python() {
    const inTrainer = { cwd: trainerFolder };
    await check("generated contracts", process.execPath, [
      "--import",
      "tsx",
      "server/bin/contracts.ts",
      "--check",
    ]);
    await check("ruff format", venvPython, ["-m", "ruff", "format", "--check", "."], inTrainer);
    await check("ruff", venvPython, ["-m", "ruff", "check", "."], inTrainer);
    await check("mypy", venvPython, ["-m", "mypy"], inTrainer);
    const report = path.join(resultsFolder, "pytest.xml");
    await suite("Python tests", venvPython, ["-m", "pytest", "-q", "-ra", `--junitxml=${report}`], {
      ...inTrainer,
      report,
      read: readJunit,
    });
  },
  async e2e() {
    const chromium = await ensureChromium();
    await ensureBuild();
    const report = path.join(resultsFolder, "playwright.json");
    const env = {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      ...(chromium ? { TILEWRIGHT_CHROMIUM: chromium } : {}),
    };
    await suite(
      "browser tests",
      bin("playwright"),
      ["test", "--config", "e2e/playwright.config.ts"],
      { report, read: readPlaywright, env },
    );
  },
};

async function main() {
  checkNode();
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in parts));
  if (unknown.length > 0)
    throw new SetupError(
      `There is no part called ${unknown.join(", ")}; the parts are ${Object.keys(parts).join(", ")}.`,
    );
  const chosen = wanted.length > 0 ? wanted : Object.keys(parts);
  if (spawnSync("git", ["--version"]).error)
    throw new SetupError("The checks need git. Install git and try again.");
  await Promise.all([ensurePackages(), ensurePython({ dev: true })]);
  say(`Everything is installed (${seconds(started)}).`);
  for (const name of chosen) await parts[name]();
  if (failures.length > 0) say(`\nFailed:\n${failures.join("\n")}`);
  say(`\nTook ${seconds(started)}.`);
  say(
    `${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ""}`,
  );
  process.exit(totals.failed > 0 ? 1 : 0);
}

main().catch((error) => {
  say(error instanceof SetupError ? `\n${error.message}` : String(error.stack));
  say(`${totals.passed} passed, ${totals.failed + 1} failed`);
  process.exit(1);
});
