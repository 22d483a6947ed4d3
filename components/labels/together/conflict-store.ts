import type { LabelConflict } from "@/lib/contracts/labels";
import { ValueStore } from "../value-store";

/** Tiles of one scene that somebody had labelled otherwise, unseen. */
export type KeptLabels = LabelConflict & { sceneId: string };

/**
 * What others had labelled unseen, until one has looked at it. Kept by project for as long as the
 * page lives: it goes along from scene to scene.
 */
export class ConflictStore extends ValueStore<readonly KeptLabels[]> {
  constructor() {
    super([]);
  }

  get tileCount(): number {
    return this.get().reduce((sum, one) => sum + one.tiles.length, 0);
  }

  /** Those of one person, class and wish become one. */
  add(sceneId: string, conflicts: readonly LabelConflict[]): void {
    const kept = new Map(this.get().map((one) => [keyOf(one), one]));
    for (const conflict of conflicts) {
      const one = { ...conflict, sceneId };
      const before = kept.get(keyOf(one));
      kept.set(keyOf(one), before ? joined(before, one) : one);
    }
    this.set([...kept.values()]);
  }

  remove(one: KeptLabels): void {
    this.set(this.get().filter((other) => other !== one));
  }

  clear(): void {
    this.set([]);
  }
}

function keyOf({ sceneId, labelledBy, classId, wantedClassId, inReview }: KeptLabels): string {
  return `${sceneId} ${labelledBy.id} ${classId} ${wantedClassId} ${inReview}`;
}

function joined(before: KeptLabels, later: KeptLabels): KeptLabels {
  const known = new Set(before.tiles.map(([row, col]) => `${row},${col}`));
  const added = later.tiles.filter(([row, col]) => !known.has(`${row},${col}`));
  return {
    ...before,
    atMs: Math.max(before.atMs, later.atMs),
    tiles: [...before.tiles, ...added],
  };
}

const stores = new Map<string, ConflictStore>();

export function conflictsOf(projectId: string): ConflictStore {
  const store = stores.get(projectId) ?? new ConflictStore();
  stores.set(projectId, store);
  return store;
}
