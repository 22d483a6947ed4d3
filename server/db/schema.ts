import type { ColumnType, Generated } from "kysely";

/**
 * Tables as Kysely sees them. Times are integer milliseconds, booleans 0/1, and `*_json` columns hold
 * JSON text that is parsed by the contract of its noun on the way out. Rows never leave the server.
 * The tables of the authentication library (user, session, account, verification) are its own, except
 * for `role` and `active`, which we add to user.
 */

type Json = string;
type Flag = number;

export interface UserTable {
  id: string;
  name: string;
  email: string;
  emailVerified: Flag;
  image: string | null;
  role: string;
  active: Flag;
  /** Signed in with a one-time password; may do nothing until they have chosen their own. */
  mustChangePassword: Generated<Flag>;
  createdAt: string;
  updatedAt: string;
}

export interface SessionTable {
  id: string;
  userId: string;
  token: string;
  expiresAt: string;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface AccountTable {
  id: string;
  userId: string;
  accountId: string;
  providerId: string;
  /** scrypt hash, of the provider "credential". */
  password: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface ApiKeyTable {
  id: string;
  user_id: string;
  name: string;
  prefix: string;
  key_hash: string;
  created_at_ms: number;
  last_used_at_ms: number | null;
}

export interface SettingTable {
  key: string;
  value_json: Json;
}

export interface ProjectTable {
  id: string;
  name: string;
  description: string;
  tile_size_px: number;
  simulated: Flag;
  /** Grows only, so that an index in an old plane never means a newer class. */
  next_class_index: Generated<number>;
  /** Only the holder of a work area labels in it; else others are asked first. */
  areas_strict: Generated<Flag>;
  created_by: string | null;
  created_at_ms: number;
  updated_at_ms: number;
}

export interface ClassTable {
  id: string;
  project_id: string;
  /** Byte value in label planes less one; never reused within a project. */
  class_index: number;
  position: number;
  name: string;
  colour: string;
  key: string | null;
  archived: Flag;
  /** The class above it. */
  parent_id: Generated<string | null>;
  /** The class that took over its labels. */
  merged_into_id: Generated<string | null>;
}

/** A change of classes that moved labels; `act_id` is that of its label batches in all scenes. */
export interface ClassChangeTable {
  act_id: string;
  project_id: string;
  /** merge, split. */
  kind: string;
  /** null: tiles of several classes or of none. */
  from_class_id: string | null;
  into_class_id: string;
  /** What reverting restores: ClassesBefore of server/classes. */
  before_json: Json;
  author_id: string;
  at_ms: number;
  reverted_by: string | null;
  reverted_at_ms: number | null;
}

/** An answer, or without an author a reviewer's decision, that a change of classes moved. */
export interface ClassChangeAnswerTable {
  act_id: string;
  scene_id: string;
  tile_index: number;
  author_id: string | null;
  from_class_id: string;
}

export interface SceneTable {
  id: string;
  project_id: string;
  name: string;
  kind: string;
  tile_size_px: number;
  grid_rows: number;
  grid_cols: number;
  tile_count: number;
  /** RasterFacts. */
  facts_json: Json;
  /** ChipSheet, for chips. */
  chips_json: Json | null;
  /** Reference of a raster that was not copied; null: it lies in the scene's folder. */
  reference_json: Json | null;
  label_revision: Generated<number>;
  labelled_count: Generated<number>;
  imported_by: string | null;
  created_at_ms: number;
}

export interface ChipTable {
  scene_id: string;
  tile_index: number;
  name: string;
  class_name: string;
  split: string | null;
  width_px: number;
  height_px: number;
}

/** tile_index = row * grid_cols + col. */
export interface LabelTable {
  scene_id: string;
  tile_index: number;
  class_id: string;
  author_id: string;
  at_ms: number;
  /** Revision of the scene that gave it; 0: from before there were any. */
  revision: Generated<number>;
}

/** Labels by scene and class; triggers keep it, nobody else writes. A count may be 0. */
export interface LabelCountTable {
  scene_id: string;
  class_id: string;
  count: number;
}

export interface LabelBatchTable {
  id: string;
  scene_id: string;
  author_id: string;
  act: string;
  made_at_ms: number;
  at_ms: number;
  revision: number;
  changed_count: number;
  /** Batches of one act share it. */
  act_id: string | null;
  /** The act that this one took back. */
  reverts_act_id: string | null;
  /** Numbers of its first and last event; null where it changed nothing. */
  first_event_id: number | null;
  last_event_id: number | null;
  /** LabelConflict[]: tiles that keep what others had labelled unseen. */
  conflicts_json: Json | null;
}

export interface LabelEventTable {
  id: Generated<number>;
  batch_id: string;
  scene_id: string;
  tile_index: number;
  from_class_id: string | null;
  to_class_id: string | null;
  /** null: of the label by its author; else see LabelEventKind in label-statements.ts. */
  kind: Generated<string | null>;
  /** Whose answer changed, where the batch is somebody else's. */
  answer_of: Generated<string | null>;
}

/** How many answers a project wants; without a row one. `opinionSettingSchema` in columns. */
export interface OpinionSettingTable {
  project_id: string;
  opinions: number;
  share: number;
  rule: string;
  seed: number;
}

/** One person's answer to a tile; such a tile has a label only when its answers settle it. */
export interface OpinionTable {
  scene_id: string;
  tile_index: number;
  author_id: string;
  class_id: string;
  at_ms: number;
}

/** Tiles that are not simply labelled: open, in_review, returned, accepted. */
export interface TileReviewTable {
  scene_id: string;
  tile_index: number;
  status: string;
  /** What a reviewer decided last. */
  class_id: string | null;
  person_id: string | null;
  at_ms: number;
}

/** A tile that somebody shall look at again; it stays, with its comment, when they have. */
export interface TileReturnTable {
  scene_id: string;
  tile_index: number;
  person_id: string;
  comment: string;
  returned_by: string;
  at_ms: number;
  answered_at_ms: number | null;
}

export interface TileFlagTable {
  scene_id: string;
  tile_index: number;
  author_id: string;
  comment: string;
  at_ms: number;
}

/** A block of a scene's grid that one person works on; those of a scene do not overlap. */
export interface WorkAreaTable {
  id: string;
  scene_id: string;
  first_row: number;
  first_col: number;
  row_count: number;
  col_count: number;
  holder_id: string | null;
  /** After this the area is free, whoever holds it. */
  lease_until_ms: number | null;
  lease_minutes: number;
  created_by: string | null;
  created_at_ms: number;
}

/** How a project likes to look at its scenes. */
export interface SavedViewTable {
  id: string;
  project_id: string;
  name: string;
  /** What `viewSchema` says besides the columns here. */
  view_json: Json;
  is_default: Flag;
  created_by: string | null;
  created_at_ms: number;
  position: Generated<number>;
}

/** What a person likes in a project. */
export interface ProjectPreferenceTable {
  user_id: string;
  project_id: string;
  value_json: Json;
}

export interface DatasetTable {
  id: string;
  project_id: string;
  name: string;
  version: number;
  /** Dataset, as in the contract. */
  dataset_json: Json;
  content_hash: string;
  archived: Generated<Flag>;
  created_by: string | null;
  created_at_ms: number;
}

export interface RunTable {
  id: string;
  project_id: string;
  dataset_id: string;
  name: string;
  config_json: Json;
  status: string;
  attempt: Generated<number>;
  progress_json: Json;
  latest_json: Json;
  best_json: Json;
  /** Lowest and highest value by split/metric, [low, high]. */
  range_json: Generated<Json>;
  started_json: Json | null;
  result_json: Json | null;
  problem_json: Json | null;
  job_id: string | null;
  /** JSON {pid, startTicks, bootId} of the trainer's process group leader. */
  process_json: Json | null;
  /** Bytes of events.ndjson that are in run_event. */
  event_offset: Generated<number>;
  resumable: Generated<Flag>;
  /** Of the attempts that have ended. */
  worked_ms: Generated<number>;
  /** Null while no attempt is under way. */
  attempt_started_at_ms: number | null;
  archived: Generated<Flag>;
  pinned: Generated<Flag>;
  notes: Generated<string>;
  tags_json: Generated<Json>;
  created_by: string | null;
  /** What its author called the launch; unique per author, so that a repeated launch is one run. */
  launch_key: string | null;
  created_at_ms: number;
  started_at_ms: number | null;
  ended_at_ms: number | null;
}

/** Every event of a trainer, once: unique (run_id, attempt, seq). */
export interface RunEventTable {
  id: Generated<number>;
  run_id: string;
  attempt: number;
  seq: number;
  at_ms: number;
  type: string;
  payload_json: Json;
}

/** One value of one metric; unique (run_id, split, metric, step): a resume replaces what it repeats. */
export interface RunPointTable {
  run_id: string;
  split: string;
  metric: string;
  step: number;
  epoch: number;
  at_ms: number;
  value: number | null;
}

export interface ModelTable {
  id: string;
  project_id: string;
  run_id: string;
  dataset_id: string;
  name: string;
  /** Model, as in the contract. */
  model_json: Json;
  archived: Generated<Flag>;
  created_by: string | null;
  created_at_ms: number;
}

export interface RunCommentTable {
  id: Generated<number>;
  run_id: string;
  author_id: string;
  text: string;
  at_ms: number;
}

/** What reviewers said of models, the last word last; stays when a model is deleted. */
export interface ModelReviewTable {
  id: Generated<number>;
  project_id: string;
  model_id: string;
  /** candidate, approved, rejected. */
  status: string;
  reason: string;
  person_id: string;
  at_ms: number;
}

/** Which model a project predicts with, the present one last; null: none. */
export interface DefaultModelTable {
  id: Generated<number>;
  project_id: string;
  model_id: string | null;
  person_id: string;
  at_ms: number;
}

/** Files whose row is gone and that still have to go. */
export interface RemovalTable {
  /** Relative to the home folder. */
  path: string;
  at_ms: number;
}

export interface PredictionTable {
  id: string;
  project_id: string;
  scene_id: string;
  model_id: string;
  job_id: string;
  status: string;
  /** Parts of Prediction that are known at the end: classes, tileCount, meanConfidence, agreement, durationMs. */
  result_json: Json | null;
  created_by: string | null;
  created_at_ms: number;
}

export interface JobTable {
  id: string;
  kind: string;
  /** Jobs of one lane wait for each other; server/jobs/lanes.ts. */
  lane: string;
  project_id: string | null;
  subject_id: string | null;
  title: string;
  /** Sentence that the title says in English; null in rows from before there were any. */
  title_json: Json | null;
  payload_json: Json;
  status: string;
  progress_json: Json;
  problem_json: Json | null;
  cancel_requested: Generated<Flag>;
  attempts: Generated<number>;
  /** Worker that holds the job, and until when; a lease that ran out is anybody's. */
  lease_owner: string | null;
  lease_until_ms: number | null;
  created_by: string | null;
  created_at_ms: number;
  started_at_ms: number | null;
  ended_at_ms: number | null;
}

/** What browsers hear, in order; pruned after an hour. */
export interface LiveEventTable {
  id: Generated<number>;
  topic: string;
  payload_json: Json;
  at_ms: number;
}

export interface WorkerTable {
  id: string;
  pid: number;
  seen_at_ms: number;
  started_at_ms: ColumnType<number, number, never>;
}

export interface Database {
  user: UserTable;
  session: SessionTable;
  account: AccountTable;
  api_key: ApiKeyTable;
  setting: SettingTable;
  project: ProjectTable;
  class: ClassTable;
  class_change: ClassChangeTable;
  class_change_answer: ClassChangeAnswerTable;
  scene: SceneTable;
  chip: ChipTable;
  label: LabelTable;
  label_count: LabelCountTable;
  label_batch: LabelBatchTable;
  label_event: LabelEventTable;
  opinion_setting: OpinionSettingTable;
  opinion: OpinionTable;
  tile_review: TileReviewTable;
  tile_return: TileReturnTable;
  tile_flag: TileFlagTable;
  work_area: WorkAreaTable;
  saved_view: SavedViewTable;
  project_preference: ProjectPreferenceTable;
  dataset: DatasetTable;
  run: RunTable;
  run_event: RunEventTable;
  run_point: RunPointTable;
  model: ModelTable;
  run_comment: RunCommentTable;
  model_review: ModelReviewTable;
  default_model: DefaultModelTable;
  removal: RemovalTable;
  prediction: PredictionTable;
  job: JobTable;
  live_event: LiveEventTable;
  worker: WorkerTable;
}
