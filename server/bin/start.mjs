import { spawn } from "node:child_process";
import { createServer } from "node:net";
import process from "node:process";
import {
  checkNode,
  ensureBuild,
  ensurePackages,
  ensurePython,
  nextBin,
  root,
  runStep,
  SetupError,
  say,
} from "./install.mjs";

/** `npm start` and `npm run dev`: install what is missing, then run web and worker until told to stop. */

const dev = process.argv.includes("--dev");
const host = process.env.TILEWRIGHT_HOST || "127.0.0.1";
const port = Number(process.env.TILEWRIGHT_PORT || 3000);
const shown = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`;

/** A part that ends by itself is started again; one that keeps ending at once ends the studio. */
const restartsAllowed = 5;
const restartWindowMs = 60_000;

const children = new Map();
let stopping = false;

function checkPort() {
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new SetupError(
      `TILEWRIGHT_PORT is "${process.env.TILEWRIGHT_PORT}", which is not a port. Give a number from 1 to 65535.`,
    );
  }
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const reason =
        error.code === "EADDRINUSE"
          ? `Port ${port} is taken by another program.`
          : `Cannot listen on ${host}:${port} (${error.code}).`;
      reject(
        new SetupError(
          `${reason} Stop that program, or choose another port: TILEWRIGHT_PORT=3001 npm start`,
        ),
      );
    });
    probe.listen(port, host, () => probe.close(resolve));
  });
}

function runPart(name, args) {
  const starts = [];
  const start = () => {
    if (stopping) return;
    starts.push(Date.now());
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: {
        ...process.env,
        NEXT_TELEMETRY_DISABLED: "1",
        NODE_ENV: dev ? "development" : "production",
      },
      stdio: ["ignore", "inherit", "inherit"],
    });
    children.set(name, child);
    child.on("exit", (code, signal) => {
      children.delete(name);
      if (stopping) return;
      const recent = starts.filter((at) => at > Date.now() - restartWindowMs);
      if (recent.length > restartsAllowed) {
        say(
          `The ${name} process ended ${recent.length} times within a minute (${signal ?? code}); giving up. Its messages are above.`,
        );
        stop(1);
        return;
      }
      say(`The ${name} process ended (${signal ?? `code ${code}`}); starting it again.`);
      setTimeout(start, 300 * recent.length);
    });
  };
  start();
}

function stop(code) {
  if (stopping) return;
  stopping = true;
  for (const child of children.values()) child.kill("SIGTERM");
  const force = setTimeout(() => {
    for (const child of children.values()) child.kill("SIGKILL");
  }, 8000);
  const wait = setInterval(() => {
    if (children.size > 0) return;
    clearInterval(wait);
    clearTimeout(force);
    process.exit(code);
  }, 50);
}

async function waitUntilServing() {
  for (;;) {
    if (stopping) return;
    try {
      await fetch(`${shown}/api/auth/me`, { signal: AbortSignal.timeout(2000) });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }
}

/** Migrates the database and returns the one-time link, or nothing when there is an administrator. */
async function prepareDatabase() {
  const output = await runStep(
    process.execPath,
    ["--import", "tsx", "server/auth/print-setup-link.ts"],
    {
      problem: "The database could not be prepared.",
      quiet: true,
    },
  );
  return output.match(/^https?:\/\/\S+$/m)?.[0] ?? null;
}

async function main() {
  checkNode();
  await checkPort();
  await ensurePackages();
  await ensurePython();
  if (!dev) await ensureBuild();
  // What the studio writes (accounts, labels, imagery) is for the account that runs it alone.
  process.umask(0o077);
  const setupLink = await prepareDatabase();
  process.on("SIGINT", () => stop(0));
  process.on("SIGTERM", () => stop(0));
  runPart("web", [
    ...["--import", "./server/bin/keep-content-length.mjs"],
    nextBin,
    dev ? "dev" : "start",
    "-H",
    host,
    "-p",
    String(port),
  ]);
  runPart("worker", [
    ...(dev ? ["--watch", "--watch-preserve-output"] : []),
    "--import",
    "tsx",
    "server/worker/main.ts",
    "--warm",
  ]);
  await waitUntilServing();
  if (stopping) return;
  say(`\n  Tilewright is ready:  ${shown}\n`);
  if (setupLink) say(`  Make the first administrator with this one-time link:\n  ${setupLink}\n`);
  say("  Ctrl+C stops it; training goes on and is picked up again at the next start.\n");
}

main().catch((error) => {
  if (error instanceof SetupError) {
    say(`\n${error.message}\n`);
    process.exit(1);
  }
  throw error;
});
