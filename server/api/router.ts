import type { Contract } from "@/lib/contract-router";
import { areaRoutes } from "./routes/areas";
import { auth } from "./routes/auth";
import { classRoutes } from "./routes/classes";
import { datasetRoutes } from "./routes/datasets";
import { environment } from "./routes/environment";
import { events } from "./routes/events";
import { exportRoutes } from "./routes/exports";
import { jobs } from "./routes/jobs";
import { labelRoutes } from "./routes/labels";
import { modelRoutes } from "./routes/models";
import { opinionRoutes } from "./routes/opinions";
import { predictionRoutes } from "./routes/predictions";
import { preferences } from "./routes/preferences";
import { presenceRoutes } from "./routes/presence";
import { projects } from "./routes/projects";
import { remote } from "./routes/remote";
import { runRoutes } from "./routes/runs";
import { scenes } from "./routes/scenes";
import { truthRoutes } from "./routes/truth";
import { viewRoutes } from "./routes/views";

/** Every noun and verb of the contract, or this does not compile. */
type Complete = { [Noun in keyof Contract]: { [Verb in keyof Contract[Noun]]: unknown } };

/** Every procedure that the contract names; the guard of `middleware.ts` stands before each. */
export const router = {
  auth,
  projects,
  scenes,
  labels: labelRoutes,
  presence: presenceRoutes,
  areas: areaRoutes,
  opinions: opinionRoutes,
  views: viewRoutes,
  preferences,
  truth: truthRoutes,
  classes: classRoutes,
  exports: exportRoutes,
  datasets: datasetRoutes,
  runs: runRoutes,
  models: modelRoutes,
  predictions: predictionRoutes,
  jobs,
  environment,
  remote,
  events,
} satisfies Complete;
