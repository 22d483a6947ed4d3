import { type Presence, presenceLostMs } from "@/lib/contracts/presence";
import { getPresenceStore, type PresenceStore } from "../db/presence-store";
import type { EventStream } from "../live/event-hub";
import { getEventHub } from "../live/event-hub";
import { log } from "../log";
import { toPresence } from "./list-presence";

interface Watcher {
  sceneIds: readonly string[];
  stream: EventStream;
  /** What it was last told, by scene. */
  told: Map<string, readonly Presence[]>;
}

const lookMs = 250;
/** A reader that has so much to read is told the next time. */
const waitingLimit = 20;
const pruneMs = 60_000;

/**
 * Tells the open streams who is on their scenes: the whole list, when it has changed, a few times a
 * second at most. Lists are compared by identity, so a scene is written out once for all its readers.
 */
class PresenceWatch {
  readonly #watchers = new Set<Watcher>();
  #timer: NodeJS.Timeout | null = null;
  #ownChange = true;
  #lists = new Map<string, readonly Presence[]>();
  #prunedAtMs = 0;

  /** Somebody said something in this process. */
  changed(): void {
    this.#ownChange = true;
  }

  /** Tells a stream of the scenes among its topics, until it ends. */
  watch(stream: EventStream, topics: readonly string[]): void {
    const sceneIds = topics.flatMap((topic) =>
      topic.startsWith("scene:") ? [topic.slice("scene:".length)] : [],
    );
    if (sceneIds.length === 0 || stream.ended) return;
    const watcher: Watcher = { sceneIds, stream, told: new Map() };
    this.#watchers.add(watcher);
    this.#timer ??= setInterval(() => this.#look(Date.now()), lookMs).unref();
    this.#ownChange = true;
  }

  #look(nowMs: number): void {
    for (const watcher of this.#watchers) if (watcher.stream.ended) this.#watchers.delete(watcher);
    if (this.#watchers.size === 0) {
      if (this.#timer) clearInterval(this.#timer);
      this.#timer = null;
      return;
    }
    try {
      const store = getPresenceStore();
      // Who went silent is gone without anybody writing.
      const isNew = store.hasChanged() || this.#ownChange || this.#lists.size > 0;
      this.#ownChange = false;
      if (isNew) this.#read(store, nowMs);
      for (const watcher of this.#watchers) this.#tell(watcher);
    } catch (error) {
      log.error("Presence could not be read.", { error });
    }
  }

  #read(store: PresenceStore, nowMs: number): void {
    if (nowMs - this.#prunedAtMs > pruneMs) {
      this.#prunedAtMs = nowMs;
      store.prune(nowMs - presenceLostMs);
    }
    const lists = new Map<string, Presence[]>();
    for (const row of store.list(nowMs - presenceLostMs)) {
      const list = lists.get(row.sceneId);
      if (list) list.push(toPresence(row));
      else lists.set(row.sceneId, [toPresence(row)]);
    }
    const before = this.#lists;
    this.#lists = new Map(
      [...lists].map(([sceneId, list]) => {
        const same = before.get(sceneId);
        return [sceneId, same && areAlike(same, list) ? same : list];
      }),
    );
  }

  #tell({ sceneIds, stream, told }: Watcher): void {
    for (const sceneId of sceneIds) {
      const present = this.#lists.get(sceneId) ?? nobody;
      if (told.get(sceneId) === present || stream.waitingCount > waitingLimit) continue;
      told.set(sceneId, present);
      stream.push({
        id: getEventHub().cursor,
        event: { type: "presence.changed", sceneId, present: [...present] },
      });
    }
  }
}

const nobody: readonly Presence[] = [];

function areAlike(one: readonly Presence[], other: readonly Presence[]): boolean {
  return (
    one.length === other.length &&
    one.every((a, place) => {
      const b = other[place];
      return a.tabId === b?.tabId && a.row === b.row && a.col === b.col;
    })
  );
}

// Next.js may load this module more than once in a process; one watch serves them all.
const shared = globalThis as typeof globalThis & { tilewrightPresenceWatch?: PresenceWatch };

export function getPresenceWatch(): PresenceWatch {
  shared.tilewrightPresenceWatch ??= new PresenceWatch();
  return shared.tilewrightPresenceWatch;
}
