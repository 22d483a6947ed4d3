import path from "node:path";
import type { Page } from "playwright";
import type { ApiClient } from "@/lib/api-client";
import { dataFolder, until } from "../studio";
import type { Zone } from "./label-zone";
import { coastClasses } from "./stand-in-eyes";

/** The Beaufort scene with the classes of its training polygons, and how people come to a part of it. */

export const tileSizePx = 8;
type Affine = readonly [number, number, number, number, number, number];

export const coastPath = path.join(dataFolder, "scenes/s2_beaufort_nc_8band.tif");

export async function waitForJob(client: ApiClient, jobId: string): Promise<void> {
  const job = await until(async () => {
    const now = await client.jobs.get({ jobId });
    return ["finished", "failed"].includes(now.status) && now;
  }, "a job");
  if (job.problem) throw new Error(job.problem.message);
}

export async function makeCoastScene(client: ApiClient) {
  const project = await client.projects.create({
    name: "Beaufort",
    tileSizePx,
    classes: coastClasses.map((one) => ({ ...one, archived: false })),
  });
  const { jobId } = await client.scenes.import({
    projectId: project.id,
    kind: "raster",
    source: { from: "folder", path: coastPath },
  });
  await waitForJob(client, jobId);
  const [scene] = await client.scenes.list({ projectId: project.id });
  if (!scene) throw new Error("The import left no scene.");
  return { project, scene };
}

export async function openZone(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => {
    localStorage.setItem(
      "tilewright.label.settings",
      JSON.stringify({ advance: "unlabelled", tool: "click", brushRadius: 1 }),
    );
  });
  await page.goto(url);
  await page.locator("[data-save-state=saved]").waitFor();
}

/** Brings the zone to the middle of the window, its tiles large enough to be told apart. */
export async function showZone(page: Page, zone: Zone, transform: Affine): Promise<void> {
  const { lon, lat } = middleOf(zone, transform);
  await page.getByRole("button", { name: "Go to coordinates" }).click();
  await page.getByPlaceholder("34.71, -76.65").fill(`${lat}, ${lon}`);
  await page.keyboard.press("Enter");
  // Without panels nothing covers the zone, and the map stays where it is while tiles are walked.
  await page.keyboard.press("Tab");
  await restOf(page);
  for (const _step of [1, 2]) {
    await page.keyboard.press("PageDown");
    await restOf(page);
  }
}

/** The map rests when the same place stays below a pointer that rests, for a while. */
async function restOf(page: Page): Promise<void> {
  const place = page.getByText(/^-?\d+\.\d+° [NS], /);
  await page.getByRole("application").hover({ position: { x: 600, y: 350 } });
  let before = "";
  let same = 0;
  await until(async () => {
    const now = (await place.textContent()) ?? "";
    same = now === before ? same + 1 : 0;
    before = now;
    return same >= 3;
  }, "the map to rest");
}

export async function readPlane(client: ApiClient, sceneId: string): Promise<Uint8Array> {
  const { plane } = await client.labels.getPlane({ sceneId });
  return Buffer.from(plane, "base64");
}

/** Middle of the zone in degrees; the scene's own coordinates are degrees. */
function middleOf(zone: Zone, [a, , c, , e, f]: Affine) {
  return {
    lon: c + ((zone.left + zone.right + 1) / 2) * tileSizePx * a,
    lat: f + ((zone.top + zone.bottom + 1) / 2) * tileSizePx * e,
  };
}
