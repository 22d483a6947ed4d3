import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getEnv } from "../env";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses requests that change something and that another site's page has made.
 *
 * Browsers send Origin with every such request; what sends neither Origin nor Sec-Fetch-Site is no
 * browser and carries no foreign cookie.
 *
 * @throws AppError `forbidden`.
 */
export function requireSameOrigin(request: { method: string; headers: Headers }): void {
  if (safeMethods.has(request.method.toUpperCase())) return;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if (origin === null && (site === null || site === "same-origin" || site === "none")) return;
  const hosts = [request.headers.get("host"), new URL(getEnv().url).host];
  if (origin !== null && URL.canParse(origin) && hosts.includes(new URL(origin).host)) return;
  throw new AppError(
    "forbidden",
    sentence("server.auth.otherSite", { origin: origin ?? "unknown" }),
  );
}
