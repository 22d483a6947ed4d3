import type { Problem } from "@/lib/contracts/common";
import type { LabelBatch, LabelConflict, LabelPlane } from "@/lib/contracts/labels";
import type { EditHistory } from "./edit-history";
import type { OutboxOptions, OutboxState, SentResult } from "./label-outbox";
import type { PendingStore } from "./pending-store";

export type ActName = NonNullable<LabelBatch["act"]>;

export type LabelSnapshot = OutboxState & {
  ready: boolean;
  /** Why the labels could not be read. */
  loadProblem: unknown;
  /** Tiles per byte of the plane: 0 unlabelled, else class index + 1. */
  counts: Uint32Array;
  labelledCount: number;
  canUndo: boolean;
  canRedo: boolean;
};

export type LabelSessionOptions = {
  sceneId: string;
  userId: string;
  gridRows: number;
  gridCols: number;
  classes: readonly { id: string; index: number }[];
  store: PendingStore;
  /** Acts of all scenes of the project; without one a session remembers its own. */
  history?: EditHistory;
  readPlane: (sceneId: string) => Promise<LabelPlane>;
  /** The revision that the server has now. */
  readRevision: (sceneId: string) => Promise<number>;
  send: (batch: LabelBatch) => Promise<SentResult>;
  /** A batch was refused; its tiles show again what the server has. */
  onRefused?: (problem: Problem, tileCount: number) => void;
  /** Tiles of a batch had been labelled by others, unseen, and stay as they are. */
  onConflicts?: (sceneId: string, conflicts: readonly LabelConflict[]) => void;
  /** Asked before an act; what it does not let pass is not done. */
  mayLabel?: (act: ActName, cells: ArrayLike<number>, bytes: Uint8Array) => boolean;
  delay?: OutboxOptions["delay"];
  isOnline?: OutboxOptions["isOnline"];
  /** Tells listeners of the state later, so that a label is painted before panels are; default: now. */
  schedule?: (tell: () => void) => void;
  /** How long a missing event may be late before the plane is read again. */
  gapToleranceMs?: number;
};
