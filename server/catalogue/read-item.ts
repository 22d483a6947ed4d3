import type { CatalogueAsset, CatalogueItem, SearchCatalogueInput } from "@/lib/contracts/remote";
import { resolveTarget } from "../remote/resolve-target";
import { findLink, itemSchema, type StacAsset, type StacItem, toAddress } from "./stac-schemas";

const maxAssets = 200;

/** Reads one item; null for what is none. */
export async function readItem(json: unknown, base: URL): Promise<CatalogueItem | null> {
  const parsed = itemSchema.safeParse(json);
  if (!parsed.success) return null;
  const item = parsed.data;
  const self = findLink(item, "self", base);
  const origin = self && URL.canParse(self) ? new URL(self) : base;
  const all = await Promise.all(
    Object.entries(item.assets)
      .slice(0, maxAssets)
      .map(([key, asset]) => (asset ? readAsset(key, asset, origin) : null)),
  );
  const assets = all.filter((one) => one !== null);
  const cloud = item.properties["eo:cloud_cover"];
  return {
    id: item.id,
    collection: item.collection ?? null,
    takenAt: item.properties.datetime ?? item.properties.start_datetime ?? null,
    cloudPercent: cloud == null || !Number.isFinite(cloud) ? null : cloud,
    box: toBox(item),
    picture: findPicture(item, assets),
    assets: assets.filter((asset) => asset.isRaster),
  };
}

/** West, south, east, north, also of a box with heights. */
function toBox({ bbox }: StacItem): number[] | null {
  if (bbox?.length === 6) return [0, 1, 3, 4].map((place) => bbox[place] as number);
  return bbox?.length === 4 ? bbox : null;
}

async function readAsset(key: string, asset: StacAsset, base: URL): Promise<CatalogueAsset | null> {
  const address = toAddress(asset.href, base);
  if (address === null) return null;
  const type = asset.type ?? null;
  const roles = asset.roles ?? [];
  const isPicture = roles.includes("thumbnail") || key === "thumbnail";
  const looksLikeRaster =
    /tiff|jp2|jpeg2000/i.test(type ?? "") || /\.(tiff?|jp2)([?#].*)?$/i.test(address);
  return {
    key,
    title: asset.title ?? key,
    address,
    type,
    isCog: /cloud-optimized/i.test(type ?? ""),
    isRaster: looksLikeRaster && !isPicture && !roles.includes("metadata"),
    byteSize: asset["file:size"] ?? null,
    bands: (asset.bands ?? asset["eo:bands"] ?? []).flatMap((band) => {
      const name = band["eo:common_name"] ?? band.common_name ?? band.name;
      return name ? [name] : [];
    }),
    isAllowed: await resolveTarget(address).then(
      () => true,
      () => false,
    ),
  };
}

/** A thumbnail, else another picture that browsers show. */
function findPicture(item: StacItem, assets: CatalogueAsset[]): string | null {
  const isThumbnail = ({ key }: CatalogueAsset) =>
    key === "thumbnail" || (item.assets[key]?.roles ?? []).includes("thumbnail");
  const isShown = ({ type, address }: CatalogueAsset) =>
    /^image\/(png|jpeg|webp)$/.test(type ?? "") || /\.(png|jpe?g|webp)$/i.test(address);
  const allowed = assets.filter((asset) => asset.isAllowed && isShown(asset));
  return (allowed.find(isThumbnail) ?? allowed[0])?.address ?? null;
}

/** What was asked for, looked at again here: not every catalogue understands every question. */
export function fitsSearch(item: CatalogueItem, asked: SearchCatalogueInput): boolean {
  const { collection, from, to, box, maxCloudPercent } = asked;
  if (collection && item.collection !== null && item.collection !== collection) return false;
  const day = item.takenAt?.slice(0, 10) ?? null;
  if (from && (day === null || day < from)) return false;
  if (to && (day === null || day > to)) return false;
  if (maxCloudPercent !== undefined && (item.cloudPercent ?? 0) > maxCloudPercent) return false;
  return !box || !item.box || overlap(box, item.box);
}

/** Both [west, south, east, north]; west > east across the date line. */
function overlap(one: readonly number[], other: readonly number[]): boolean {
  const [, south = 0, , north = 0] = one;
  const [, otherSouth = 0, , otherNorth = 0] = other;
  if (south > otherNorth || otherSouth > north) return false;
  return spans(one).some(([west, east]) =>
    spans(other).some(([otherWest, otherEast]) => west <= otherEast && otherWest <= east),
  );
}

function spans([west = 0, , east = 0]: readonly number[]): [number, number][] {
  return west <= east
    ? [[west, east]]
    : [
        [west, 180],
        [-180, east],
      ];
}
