import { CogReader } from "./cog-reader";

/** The raster that was opened before the map which shows it; handed out once. */
let ahead: { url: string; reader: Promise<CogReader> } | null = null;

const urlOf = (sceneId: string) => `/api/scenes/${sceneId}/raster`;

/**
 * Begins to read a scene's raster: its first bytes come while the page around the map is made. What
 * is wrong with it is told to who opens it.
 */
export function openRasterAhead(sceneId: string): void {
  const url = urlOf(sceneId);
  if (ahead?.url === url) return;
  closeUnused();
  const reader = CogReader.open(url);
  reader.catch(() => undefined);
  ahead = { url, reader };
}

/** @throws Error when the raster cannot be read. */
export function openRaster(sceneId: string): Promise<CogReader> {
  const url = urlOf(sceneId);
  const opened = ahead?.url === url ? ahead.reader : null;
  if (opened) ahead = null;
  return opened ?? CogReader.open(url);
}

function closeUnused(): void {
  ahead?.reader.then((reader) => reader.close()).catch(() => undefined);
  ahead = null;
}
