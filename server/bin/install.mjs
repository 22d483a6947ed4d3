import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/**
 * Brings a checkout to the state that the product needs: npm packages, a Python environment, a
 * build, a browser for the tests. Node built-ins only, since it runs before anything is installed.
 *
 * Every step leaves a stamp (a hash of what it was made from) as its last act, so a step that was
 * interrupted is done again at the next start.
 */

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const trainerFolder = path.join(root, "server/trainer");
export const venvFolder = path.join(trainerFolder, ".venv");
export const venvPython = path.join(venvFolder, "bin/python");
export const nextBin = path.join(root, "node_modules/next/dist/bin/next");

const oldestNode = [20, 9];
const oldestPython = [3, 11];

/** A reason to stop that a person can act on; printed without a stack. */
export class SetupError extends Error {}

export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** The sentence of an uncaught error without its stack; other output stays as it is. */
function shorten(output) {
  return output.match(/^(?:Uncaught )?[A-Za-z]*Error: (.+)$/m)?.[1] ?? output.trim();
}

/** Runs a command in the checkout and waits; throws SetupError with `problem` when it fails. */
export function runStep(command, args, { problem, cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    });
    let tail = "";
    const keep = (chunk) => {
      tail = (tail + chunk).slice(-6000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", (error) => reject(new SetupError(`${problem} (${error.message})`)));
    child.on("close", (code) => {
      if (code === 0) resolve(tail);
      else reject(new SetupError(`${problem}${tail ? `\n\n${shorten(tail)}` : ""}`));
    });
  });
}

function isAtLeast(version, oldest) {
  const parts = version.split(".").map(Number);
  return parts[0] > oldest[0] || (parts[0] === oldest[0] && parts[1] >= oldest[1]);
}

function hashFiles(files, ...more) {
  const hash = createHash("sha256");
  for (const text of more) hash.update(`${text}\0`);
  for (const file of files)
    hash.update(`${path.relative(root, file)}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

export function checkNode() {
  if (!isAtLeast(process.versions.node, oldestNode)) {
    throw new SetupError(
      `Tilewright needs Node ${oldestNode.join(".")} or newer; this is ${process.versions.node}. Install a newer Node and start again.`,
    );
  }
}

export async function ensurePackages() {
  const stampFile = path.join(root, "node_modules/.tilewright-stamp");
  const stamp = hashFiles(
    [path.join(root, "package-lock.json")],
    process.version,
    process.platform,
    process.arch,
  );
  const binary = path.join(root, "node_modules/better-sqlite3/build/Release/better_sqlite3.node");
  if (readStamp(stampFile) === stamp && existsSync(binary)) return;
  say("Installing npm packages (once, a few minutes) …");
  await runStep("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    problem:
      "The npm packages could not be installed. Check the network; better-sqlite3 may need a C++ compiler (such as build-essential). Then start again.",
    // The CPU library is in the package; its script would download the CUDA one. npm 11.17 and newer
    // do not run it (allowScripts in package.json), older ones do.
    env: { ONNXRUNTIME_NODE_INSTALL: "skip" },
  });
  writeFileSync(stampFile, stamp);
}

/** The first Python on this machine that is new enough and can make virtual environments. */
function findPython() {
  const names = [
    process.env.TILEWRIGHT_SYSTEM_PYTHON,
    "python3",
    "python3.13",
    "python3.12",
    "python3.11",
    "python",
  ].filter(Boolean);
  const seen = [];
  for (const name of names) {
    const probe = spawnSync(
      name,
      ["-c", "import sys,venv,ensurepip;print('%d.%d.%d' % sys.version_info[:3])"],
      { encoding: "utf8" },
    );
    if (probe.error) continue;
    if (probe.status !== 0) {
      seen.push(`${name} has no venv`);
      continue;
    }
    const version = probe.stdout.trim();
    if (isAtLeast(version, oldestPython)) return { name, version };
    seen.push(`${name} is ${version}`);
  }
  throw new SetupError(
    `Tilewright needs Python ${oldestPython.join(".")} or newer with venv; ${seen.length ? `found: ${seen.join(", ")}` : "no Python was found"}. Install python3 and python3-venv and start again.`,
  );
}

/** Makes server/trainer/.venv; with `dev`, the tools that the tests need too. */
export async function ensurePython({ dev = false } = {}) {
  if (process.env.TILEWRIGHT_PYTHON && !dev) return;
  const files = ["requirements.txt", ...(dev ? ["requirements-dev.txt"] : [])].map((name) =>
    path.join(trainerFolder, name),
  );
  const stampFile = path.join(venvFolder, dev ? ".tilewright-stamp-dev" : ".tilewright-stamp");
  const works = existsSync(venvPython) && spawnSync(venvPython, ["-c", "import pip"]).status === 0;
  if (works && readStamp(stampFile) === hashFiles(files)) return;
  if (!works) {
    const python = findPython();
    say(`Making a Python environment with ${python.name} ${python.version} …`);
    rmSync(venvFolder, { recursive: true, force: true });
    await runStep(python.name, ["-m", "venv", venvFolder], {
      problem: "The Python environment could not be made. Install python3-venv and start again.",
    });
  }
  say("Installing Python packages (once, a few minutes; PyTorch is large) …");
  await runStep(
    venvPython,
    [
      "-m",
      "pip",
      "install",
      "--disable-pip-version-check",
      "--quiet",
      ...files.flatMap((file) => ["-r", file]),
    ],
    {
      problem:
        "The Python packages could not be installed. Check the network and the free disk space (about 3 GB), then start again.",
      env: { PIP_NO_INPUT: "1" },
    },
  );
  writeFileSync(stampFile, hashFiles(files));
}

const sourceFolders = ["app", "components", "lib", "public", "server"];
const sourceFiles = ["next.config.js", "package-lock.json", "tsconfig.json", "postcss.config.mjs"];

function listSources() {
  const files = sourceFiles.map((name) => path.join(root, name)).filter((file) => existsSync(file));
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (file !== trainerFolder) walk(file);
      } else if (!/\.test\.tsx?$/.test(entry.name)) files.push(file);
    }
  };
  for (const folder of sourceFolders)
    if (existsSync(path.join(root, folder))) walk(path.join(root, folder));
  return files.sort();
}

/** `next build`, when the sources differ from those of the last build. */
export async function ensureBuild({ quiet = false } = {}) {
  const stampFile = path.join(root, ".next/tilewright-stamp");
  const stamp = hashFiles(listSources());
  if (readStamp(stampFile) === stamp) return;
  say("Building the studio (about a minute) …");
  rmSync(stampFile, { force: true });
  await runStep(process.execPath, [nextBin, "build"], {
    problem: "The studio could not be built; the lines above say why.",
    env: { NEXT_TELEMETRY_DISABLED: "1" },
    quiet,
  });
  writeFileSync(stampFile, stamp);
}

/** Finds a Chromium for the browser tests, or gets one: by apt where we may, else Playwright's own. */
export async function ensureChromium() {
  const known = [
    process.env.TILEWRIGHT_CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ].filter(Boolean);
  const found = () => known.find((file) => existsSync(file) && statSync(file).isFile());
  if (found()) return found();
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("Installing Chromium with apt …");
    const quietly = { quiet: true, env: { DEBIAN_FRONTEND: "noninteractive" } };
    try {
      await runStep("apt-get", ["update", "-qq"], {
        ...quietly,
        problem: "apt-get update failed.",
      });
      await runStep(
        "apt-get",
        ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
        { ...quietly, problem: "apt-get install failed." },
      );
      if (found()) return found();
    } catch (error) {
      say(`apt could not do it: ${String(error.message).split("\n")[0]}`);
    }
  }
  say("Downloading Playwright's Chromium …");
  await runStep(
    process.execPath,
    [path.join(root, "node_modules/playwright/cli.js"), "install", "chromium"],
    {
      problem:
        "No Chromium was found and none could be installed. Install Chromium and set TILEWRIGHT_CHROMIUM to its path.",
    },
  );
  return null;
}

export function makeFolder(folder) {
  mkdirSync(folder, { recursive: true });
  return folder;
}
