import { auth } from "./routes/auth";
import { events } from "./routes/events";
import { jobs } from "./routes/jobs";
import { labelRoutes } from "./routes/labels";

/** Every procedure that the contract names; the guard of `middleware.ts` stands before each. */
export const router = { auth, labels: labelRoutes, jobs, events };
