import type { Locale } from "./locales";
import enActs from "./messages/en/acts.json";
import enAuth from "./messages/en/auth.json";
import enCommon from "./messages/en/common.json";
import enDatasets from "./messages/en/datasets.json";
import enEnvironment from "./messages/en/environment.json";
import enExports from "./messages/en/exports.json";
import enJobs from "./messages/en/jobs.json";
import enLabels from "./messages/en/labels.json";
import enModels from "./messages/en/models.json";
import enOpinions from "./messages/en/opinions.json";
import enPredictions from "./messages/en/predictions.json";
import enProjects from "./messages/en/projects.json";
import enRecords from "./messages/en/records.json";
import enReview from "./messages/en/review.json";
import enRuns from "./messages/en/runs.json";
import enRunTable from "./messages/en/runTable.json";
import enScenes from "./messages/en/scenes.json";
import enServer from "./messages/en/server.json";
import enTogether from "./messages/en/together.json";
import enTrainer from "./messages/en/trainer.json";
import enTruth from "./messages/en/truth.json";
import enWall from "./messages/en/wall.json";
import zhActs from "./messages/zh-CN/acts.json";
import zhAuth from "./messages/zh-CN/auth.json";
import zhCommon from "./messages/zh-CN/common.json";
import zhDatasets from "./messages/zh-CN/datasets.json";
import zhEnvironment from "./messages/zh-CN/environment.json";
import zhExports from "./messages/zh-CN/exports.json";
import zhJobs from "./messages/zh-CN/jobs.json";
import zhLabels from "./messages/zh-CN/labels.json";
import zhModels from "./messages/zh-CN/models.json";
import zhOpinions from "./messages/zh-CN/opinions.json";
import zhPredictions from "./messages/zh-CN/predictions.json";
import zhProjects from "./messages/zh-CN/projects.json";
import zhRecords from "./messages/zh-CN/records.json";
import zhReview from "./messages/zh-CN/review.json";
import zhRuns from "./messages/zh-CN/runs.json";
import zhRunTable from "./messages/zh-CN/runTable.json";
import zhScenes from "./messages/zh-CN/scenes.json";
import zhServer from "./messages/zh-CN/server.json";
import zhTogether from "./messages/zh-CN/together.json";
import zhTrainer from "./messages/zh-CN/trainer.json";
import zhTruth from "./messages/zh-CN/truth.json";
import zhWall from "./messages/zh-CN/wall.json";

const en = {
  common: enCommon,
  acts: enActs,
  auth: enAuth,
  projects: enProjects,
  scenes: enScenes,
  labels: enLabels,
  together: enTogether,
  truth: enTruth,
  exports: enExports,
  opinions: enOpinions,
  wall: enWall,
  datasets: enDatasets,
  records: enRecords,
  review: enReview,
  runTable: enRunTable,
  runs: enRuns,
  models: enModels,
  predictions: enPredictions,
  jobs: enJobs,
  environment: enEnvironment,
  server: enServer,
  trainer: enTrainer,
};

/** English is the reference: its keys are what `useTranslations` accepts. */
export type Messages = typeof en;

const zh = {
  common: zhCommon,
  acts: zhActs,
  auth: zhAuth,
  projects: zhProjects,
  scenes: zhScenes,
  labels: zhLabels,
  together: zhTogether,
  truth: zhTruth,
  exports: zhExports,
  opinions: zhOpinions,
  wall: zhWall,
  datasets: zhDatasets,
  records: zhRecords,
  review: zhReview,
  runTable: zhRunTable,
  runs: zhRuns,
  models: zhModels,
  predictions: zhPredictions,
  jobs: zhJobs,
  environment: zhEnvironment,
  server: zhServer,
  trainer: zhTrainer,
};

/** Both languages travel in the bundle, so that switching is instant and works offline. */
export const messages: Record<Locale, Messages> = { en, "zh-CN": zh as Messages };
