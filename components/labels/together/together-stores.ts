import type { Presence } from "@/lib/contracts/presence";
import { ValueStore } from "../value-store";
import { AreaGuard } from "./area-guard";
import { type ConflictStore, conflictsOf } from "./conflict-store";

/** What several people on one scene share. */
export type TogetherStores = {
  /** Everybody else who is on the scene now. */
  others: ValueStore<readonly Presence[]>;
  conflicts: ConflictStore;
  /** Is the list of conflicts open? */
  conflictsOpen: ValueStore<boolean>;
  guard: AreaGuard;
};

export function makeTogetherStores(projectId: string): TogetherStores {
  return {
    others: new ValueStore<readonly Presence[]>([]),
    conflicts: conflictsOf(projectId),
    conflictsOpen: new ValueStore(false),
    guard: new AreaGuard(),
  };
}
