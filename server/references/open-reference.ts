import { openAddressSource } from "./address-source";
import type { ByteSource } from "./byte-source";
import { openFileSource } from "./file-source";
import { withPages } from "./paged-source";
import type { Reference } from "./reference";

/**
 * Opens the pixels of a scene that lie elsewhere, in the version that was added.
 *
 * @throws AppError `conflict` when that version is not there any more; see `ByteSource`.
 */
export async function openReference(reference: Reference): Promise<ByteSource> {
  const { from, location } = reference;
  const source =
    from === "folder"
      ? await openFileSource(location, reference)
      : await openAddressSource(location, reference);
  return withPages(source);
}

/** Looks at a file for the first time: its size and its version are written down. */
export async function lookAtReference(
  from: Reference["from"],
  location: string,
): Promise<{ source: ByteSource; reference: Reference }> {
  const open = from === "folder" ? openFileSource : openAddressSource;
  const source = await open(location);
  const { byteSize, version } = source;
  return { source: withPages(source), reference: { from, location, byteSize, version } };
}
