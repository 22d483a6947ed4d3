/**
 * Planes of the scenes that are being labelled, so that a second browser does not read a million
 * rows again. A plane counts only together with its revision, which the database holds: an edit made
 * by another process changes the revision and thereby drops the plane.
 */
interface CachedPlane {
  revision: number;
  plane: Uint8Array;
}

const maxPlanes = 8;
const planes = new Map<string, CachedPlane>();

export function findCachedPlane(sceneId: string, revision: number): Uint8Array | null {
  const cached = planes.get(sceneId);
  if (!cached) return null;
  planes.delete(sceneId);
  if (cached.revision !== revision) return null;
  planes.set(sceneId, cached); // last in order: used most recently
  return cached.plane;
}

export function keepPlane(sceneId: string, revision: number, plane: Uint8Array): void {
  planes.delete(sceneId);
  planes.set(sceneId, { revision, plane });
  const oldest = planes.keys().next().value;
  if (planes.size > maxPlanes && oldest !== undefined) planes.delete(oldest);
}

/** Carries a committed batch into the plane, if it is the very next one. */
export function patchPlane(
  sceneId: string,
  revision: number,
  edits: Iterable<readonly [tileIndex: number, byte: number]>,
): void {
  const cached = planes.get(sceneId);
  if (!cached) return;
  if (cached.revision !== revision - 1) {
    planes.delete(sceneId);
    return;
  }
  for (const [tileIndex, byte] of edits) cached.plane[tileIndex] = byte;
  cached.revision = revision;
}
