import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createWriteStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ApiClient, createApiClient } from "@/lib/api-client";

const root = path.resolve(import.meta.dirname, "..");
const nextBin = path.join(root, "node_modules/next/dist/bin/next");

export const dataFolder = path.resolve(root, "../shared/data");

/** Real imagery lies beside the checkout on some machines only. */
export function hasSharedData(): boolean {
  return existsSync(path.join(dataFolder, "scenes"));
}

export async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}

/** Waits until `look` gives something, asking again every `everyMs`. */
export async function until<T>(
  look: () => Promise<T | null | undefined | false>,
  what: string,
  { timeoutMs = 120_000, everyMs = 200 } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

export const administrator = {
  name: "Ada Admin",
  email: "ada@example.org",
  password: "correct horse battery",
};

/** A whole studio of its own: home folder, port, web process and worker process. */
export class Studio {
  readonly home = mkdtempSync(path.join(tmpdir(), "tilewright-e2e-"));
  port = 0;
  private web: ChildProcess | null = null;
  private worker: ChildProcess | null = null;

  constructor(private readonly env: Record<string, string> = {}) {}

  get webPid(): number {
    return this.web?.pid ?? 0;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private get processEnv(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      TILEWRIGHT_HOME: this.home,
      TILEWRIGHT_PORT: String(this.port),
      TILEWRIGHT_DEMO: "off",
      TILEWRIGHT_IMPORT_FOLDERS: dataFolder,
      ...this.env,
    };
  }

  private launch(name: string, args: string[]): ChildProcess {
    const log = createWriteStream(path.join(this.home, `${name}.log`), { flags: "a" });
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: this.processEnv,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout?.pipe(log);
    child.stderr?.pipe(log);
    return child;
  }

  /** The one-time link of a fresh home; null once there is an administrator. */
  prepare(): string | null {
    const done = spawnSync(
      process.execPath,
      ["--import", "tsx", "server/auth/print-setup-link.ts"],
      {
        cwd: root,
        env: this.processEnv,
        encoding: "utf8",
      },
    );
    if (done.status !== 0) throw new Error(`prepare failed:\n${done.stdout}\n${done.stderr}`);
    return done.stdout.match(/^https?:\/\/\S+$/m)?.[0] ?? null;
  }

  async start(): Promise<string | null> {
    this.port = await findFreePort();
    const link = this.prepare();
    await this.startWeb();
    this.startWorker();
    return link;
  }

  async startWeb(): Promise<void> {
    this.web = this.launch("web", [
      ...["--import", "./server/bin/keep-content-length.mjs"],
      nextBin,
      "start",
      "-H",
      "127.0.0.1",
      "-p",
      String(this.port),
    ]);
    await until(
      async () => (await fetch(`${this.url}/api/auth/me`).catch(() => null)) !== null,
      "the web server",
    );
  }

  startWorker(): void {
    this.worker = this.launch("worker", ["--import", "tsx", "server/worker/main.ts", "--warm"]);
  }

  private async kill(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(force);
  }

  async killWeb(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    await this.kill(this.web, signal);
  }

  async killWorker(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    await this.kill(this.worker, signal);
  }

  async stop(): Promise<void> {
    await Promise.all([this.kill(this.web, "SIGTERM"), this.kill(this.worker, "SIGTERM")]);
    if (!process.env.TILEWRIGHT_KEEP_HOMES) rmSync(this.home, { recursive: true, force: true });
  }

  /** An API client that signs its requests with a fresh key of the administrator. */
  async createClient(link: string | null): Promise<{ client: ApiClient; key: string }> {
    const cookie = link ? await this.setUp(link) : await this.signIn();
    const withCookie = createApiClient(`${this.url}/api`, { cookie, origin: this.url });
    const { key } = await withCookie.auth.createApiKey({ name: "tests" });
    return { client: createApiClient(`${this.url}/api`, { authorization: `Bearer ${key}` }), key };
  }

  private async post(pathName: string, body: unknown): Promise<string> {
    const response = await fetch(`${this.url}${pathName}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.url },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${pathName}: ${response.status} ${await response.text()}`);
    return response.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ");
  }

  private setUp(link: string): Promise<string> {
    const token = new URL(link).searchParams.get("token") ?? "";
    return this.post("/api/auth/setup", { token, ...administrator });
  }

  private signIn(): Promise<string> {
    return this.post("/api/auth/sign-in", {
      email: administrator.email,
      password: administrator.password,
    });
  }
}
