import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { fetchPicture } from "./fetch-picture";
import { findBasemap } from "./find-basemap";
import { hasTile, tileAddress } from "./tile-address";

/**
 * A tile of the chosen basemap. Browsers only ever ask the studio, so the content security policy
 * stays closed and the map's server learns nothing about people but which tiles are looked at.
 *
 * @param place Three whole numbers, as they stand in the address.
 * @throws AppError `not_found`, `forbidden`, `unavailable`.
 */
export async function serveBasemapTile(place: {
  z: string;
  x: string;
  y: string;
}): Promise<Response> {
  const basemap = await findBasemap();
  if (!basemap) throw new AppError("not_found", sentence("server.basemap.none"));
  const [z, x, y] = [place.z, place.x, place.y].map((text) =>
    /^\d{1,8}$/.test(text) ? Number(text) : -1,
  ) as [number, number, number];
  if (!hasTile(basemap, { z, x, y })) {
    throw new AppError("not_found", sentence("server.basemap.noTile"));
  }
  const { type, bytes } = await fetchPicture(tileAddress(basemap, { z, x, y }));
  return new Response(new Uint8Array(bytes), {
    headers: { "content-type": type, "cache-control": "private, max-age=86400" },
  });
}
