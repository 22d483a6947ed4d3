import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright";
import { administrator } from "./studio";

/** Quiet, and with WebGL on machines without a graphics processor. */
export const browserArguments = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** The browser of the machine; undefined: Playwright looks for its own. */
function findChromium(): string | undefined {
  const places = [
    process.env.TILEWRIGHT_CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  return places.find((place) => place !== undefined && existsSync(place));
}

export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({ ...(executablePath && { executablePath }), args: browserArguments });
}

/** Signs the first administrator in, as people do; ends at the list of projects. */
export async function signIn(page: Page, studioUrl: string): Promise<void> {
  await page.goto(`${studioUrl}/sign-in`);
  await page.getByLabel("E-mail").fill(administrator.email);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/projects/);
}
