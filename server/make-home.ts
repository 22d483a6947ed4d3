import { mkdirSync } from "node:fs";
import { getEnv } from "./env";

/**
 * Makes the home folder where it is missing. Accounts, labels and imagery are for the account that
 * runs the studio alone, whoever starts the process and whatever its umask; a folder that somebody
 * made before keeps the permissions that they gave it.
 */
export function makeHome(): void {
  mkdirSync(getEnv().home, { recursive: true, mode: 0o700 });
}
