/** `T33TWM_20200101T101021_B02_10m`, `B8A`: Sentinel-2's bands. */
const sentinel2Band = /^(|.*?[_\-. ,]+)B(0[1-9]|1[0-2]|8A)(_(10|20|60)m)?$/i;
/** `LC08_L2SP_193026_20200101_20200823_02_T1_SR_B4`: Landsat's bands. */
const landsatBand = /^(L[COTEM]\d{2}_?.*?)_(SR_|ST_)?B\d{1,2}(_VCID_[12])?$/i;

/** The names of the trainer's `band_names.py`; here they only choose what is sent together. */
function productOf(stem: string): string | null {
  const found = landsatBand.exec(stem) ?? sentinel2Band.exec(stem);
  return found ? (found[1] ?? "").replace(/[_\-. ,]+$/, "").toLowerCase() : null;
}

function stemOf(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, "");
}

/**
 * Sorts files that were chosen at once into scenes: bands of one product (with its quality layers,
 * which the import leaves out) and raw rasters with their headers belong together.
 *
 * @param together All of them are bands of one scene, whatever their names.
 */
export function groupFiles<F extends { name: string }>(files: readonly F[], together: boolean) {
  if (together && files.length > 1) return [[...files]];
  const products = new Set(files.map((file) => productOf(stemOf(file.name))));
  const headers = new Map(
    files
      .filter((file) => /\.hdr$/i.test(file.name))
      .map((file) => [stemOf(file.name).toLowerCase(), file.name.toLowerCase()]),
  );
  const groups = new Map<string, F[]>();
  for (const [index, file] of files.entries()) {
    const key = keyOf(file.name, products, headers) ?? `file ${index}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()];
}

/** What files of one scene share; null for a file that is a scene by itself. */
function keyOf(
  fileName: string,
  products: ReadonlySet<string | null>,
  headers: ReadonlyMap<string, string>,
): string | null {
  const name = fileName.toLowerCase();
  const stem = stemOf(name);
  for (const header of [stem, name]) if (headers.has(header)) return `raw ${header}`;
  const product = productOf(stem);
  if (product !== null) return `product ${product}`;
  for (const one of products) if (one && stem.startsWith(`${one}_`)) return `product ${one}`;
  return null;
}
