import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { betterAuth } from "better-auth";
import { getDb } from "../db/client";
import { getEnv } from "../env";
import { makeHome } from "../make-home";

/** Reads the secret that signs session cookies; makes it at the first start. */
function readSecret(): string {
  const file = path.join(getEnv().home, "auth-secret");
  makeHome();
  try {
    // Fails when the file is there, so that two processes never make two secrets.
    writeFileSync(file, randomBytes(32).toString("hex"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8");
}

function makeAuth() {
  const { url } = getEnv();
  return betterAuth({
    appName: "Tilewright",
    baseURL: url,
    secret: readSecret(),
    database: { db: getDb(), type: "sqlite" },
    telemetry: { enabled: false },
    // People are added by an administrator; the library's own routes are not mounted at all.
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: {
      additionalFields: {
        role: { type: "string", required: true, input: false },
        active: { type: "boolean", required: true, input: false },
      },
    },
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: "tilewright",
      useSecureCookies: url.startsWith("https://"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
    },
    logger: { level: "error" },
  });
}

let made: ReturnType<typeof makeAuth> | undefined;

/** The authentication library: sign-in, sessions and their cookies. */
export function getAuth(): ReturnType<typeof makeAuth> {
  made ??= makeAuth();
  return made;
}
