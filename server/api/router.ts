import { auth } from "./routes/auth";
import { datasetRoutes } from "./routes/datasets";
import { environment } from "./routes/environment";
import { events } from "./routes/events";
import { jobs } from "./routes/jobs";
import { labelRoutes } from "./routes/labels";
import { projects } from "./routes/projects";
import { runRoutes } from "./routes/runs";
import { scenes } from "./routes/scenes";

/** Every procedure that the contract names; the guard of `middleware.ts` stands before each. */
export const router = {
  auth,
  projects,
  scenes,
  labels: labelRoutes,
  datasets: datasetRoutes,
  runs: runRoutes,
  jobs,
  environment,
  events,
};
