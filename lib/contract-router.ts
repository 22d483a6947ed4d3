import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import * as auth from "./contracts/auth";
import {
  datasetIdSchema,
  jobIdSchema,
  modelIdSchema,
  okSchema,
  predictionIdSchema,
  projectIdSchema,
  runIdSchema,
  sceneIdSchema,
} from "./contracts/common";
import * as datasets from "./contracts/datasets";
import * as environment from "./contracts/environment";
import * as jobs from "./contracts/jobs";
import * as labels from "./contracts/labels";
import { liveEventSchema, maxTopics, topicSchema } from "./contracts/live-events";
import * as models from "./contracts/models";
import * as predictions from "./contracts/predictions";
import * as projects from "./contracts/projects";
import * as runs from "./contracts/runs";
import * as scenes from "./contracts/scenes";

const byProject = z.object({ projectId: projectIdSchema });
const byScene = z.object({ sceneId: sceneIdSchema });
const byDataset = z.object({ datasetId: datasetIdSchema });
const byRun = z.object({ runId: runIdSchema });
const byModel = z.object({ modelId: modelIdSchema });
const byPrediction = z.object({ predictionId: predictionIdSchema });

/** Every route of the studio in one table: the typed client, the server and the OpenAPI page read it. */
export const contract = {
  auth: {
    setup: oc
      .route({
        method: "POST",
        path: "/auth/setup",
        tags: ["Sign-in"],
        summary: "Make the first administrator and sign in",
      })
      .input(auth.setupInputSchema)
      .output(auth.userSchema),
    signIn: oc
      .route({ method: "POST", path: "/auth/sign-in", tags: ["Sign-in"], summary: "Sign in" })
      .input(auth.signInInputSchema)
      .output(auth.userSchema),
    signOut: oc
      .route({ method: "POST", path: "/auth/sign-out", tags: ["Sign-in"], summary: "Sign out" })
      .output(okSchema),
    me: oc
      .route({
        method: "GET",
        path: "/auth/me",
        tags: ["Sign-in"],
        summary: "Who is asking, and what they may do",
      })
      .output(auth.meSchema),
    listUsers: oc
      .route({ method: "GET", path: "/users", tags: ["People"], summary: "List people" })
      .output(z.array(auth.userSchema)),
    createUser: oc
      .route({ method: "POST", path: "/users", tags: ["People"], summary: "Add a person" })
      .input(auth.createUserInputSchema)
      .output(auth.userSchema),
    updateUser: oc
      .route({
        method: "PATCH",
        path: "/users/{userId}",
        tags: ["People"],
        summary: "Change a person",
      })
      .input(auth.updateUserInputSchema)
      .output(auth.userSchema),
    listApiKeys: oc
      .route({
        method: "GET",
        path: "/api-keys",
        tags: ["API keys"],
        summary: "List your API keys",
      })
      .output(z.array(auth.apiKeySchema)),
    createApiKey: oc
      .route({ method: "POST", path: "/api-keys", tags: ["API keys"], summary: "Make an API key" })
      .input(auth.createApiKeyInputSchema)
      .output(auth.createdApiKeySchema),
    deleteApiKey: oc
      .route({
        method: "DELETE",
        path: "/api-keys/{keyId}",
        tags: ["API keys"],
        summary: "Revoke an API key",
      })
      .input(z.object({ keyId: z.string() }))
      .output(okSchema),
  },
  projects: {
    list: oc
      .route({ method: "GET", path: "/projects", tags: ["Projects"], summary: "List projects" })
      .output(z.array(projects.projectSchema)),
    create: oc
      .route({ method: "POST", path: "/projects", tags: ["Projects"], summary: "Create a project" })
      .input(projects.createProjectInputSchema)
      .output(projects.projectSchema),
    get: oc
      .route({
        method: "GET",
        path: "/projects/{projectId}",
        tags: ["Projects"],
        summary: "Get a project",
      })
      .input(byProject)
      .output(projects.projectSchema),
    update: oc
      .route({
        method: "PATCH",
        path: "/projects/{projectId}",
        tags: ["Projects"],
        summary: "Change a project and its classes",
      })
      .input(projects.updateProjectInputSchema)
      .output(projects.projectSchema),
    delete: oc
      .route({
        method: "DELETE",
        path: "/projects/{projectId}",
        tags: ["Projects"],
        summary: "Delete a project and all it holds",
      })
      .input(
        byProject.extend({ confirmName: z.string().describe("The project's name, to be sure.") }),
      )
      .output(okSchema),
  },
  scenes: {
    list: oc
      .route({
        method: "GET",
        path: "/projects/{projectId}/scenes",
        tags: ["Scenes"],
        summary: "List the scenes of a project",
      })
      .input(byProject)
      .output(z.array(scenes.sceneSchema)),
    import: oc
      .route({
        method: "POST",
        path: "/projects/{projectId}/scenes/import",
        tags: ["Scenes"],
        summary: "Import a raster or a folder of chips",
      })
      .input(scenes.importSceneInputSchema)
      .output(scenes.importStartedSchema),
    get: oc
      .route({ method: "GET", path: "/scenes/{sceneId}", tags: ["Scenes"], summary: "Get a scene" })
      .input(byScene)
      .output(scenes.sceneSchema),
    update: oc
      .route({
        method: "PATCH",
        path: "/scenes/{sceneId}",
        tags: ["Scenes"],
        summary: "Rename a scene",
      })
      .input(byScene.extend({ name: z.string().trim().min(1).max(120) }))
      .output(scenes.sceneSchema),
    delete: oc
      .route({
        method: "DELETE",
        path: "/scenes/{sceneId}",
        tags: ["Scenes"],
        summary: "Delete a scene and its labels",
      })
      .input(byScene.extend({ confirmName: z.string() }))
      .output(okSchema),
    listChips: oc
      .route({
        method: "GET",
        path: "/scenes/{sceneId}/chips",
        tags: ["Scenes"],
        summary: "List the chips of a contact sheet",
      })
      .input(byScene)
      .output(z.array(scenes.chipInfoSchema)),
    listFolder: oc
      .route({
        method: "GET",
        path: "/import-folders",
        tags: ["Scenes"],
        summary: "Look into the folders one may import from",
      })
      .input(z.object({ path: z.string().max(4096).optional() }))
      .output(scenes.folderListingSchema),
  },
  labels: {
    getPlane: oc
      .route({
        method: "GET",
        path: "/scenes/{sceneId}/labels",
        tags: ["Labels"],
        summary: "Read all labels of a scene",
      })
      .input(byScene)
      .output(labels.labelPlaneSchema),
    apply: oc
      .route({
        method: "POST",
        path: "/scenes/{sceneId}/labels",
        tags: ["Labels"],
        summary: "Label tiles (idempotent batch)",
      })
      .input(labels.labelBatchSchema)
      .output(labels.labelBatchResultSchema),
    listHistory: oc
      .route({
        method: "GET",
        path: "/scenes/{sceneId}/labels/{row}/{col}/history",
        tags: ["Labels"],
        summary: "Who labelled a tile, when and as what",
      })
      .input(
        byScene.extend({
          row: z.coerce.number().int().min(0),
          col: z.coerce.number().int().min(0),
        }),
      )
      .output(z.array(labels.labelEventSchema)),
    counts: oc
      .route({
        method: "GET",
        path: "/scenes/{sceneId}/labels/counts",
        tags: ["Labels"],
        summary: "Count the labels of a scene",
      })
      .input(byScene)
      .output(labels.labelCountsSchema),
  },
  datasets: {
    list: oc
      .route({
        method: "GET",
        path: "/projects/{projectId}/datasets",
        tags: ["Datasets"],
        summary: "List datasets",
      })
      .input(byProject)
      .output(z.array(datasets.datasetSchema)),
    preview: oc
      .route({
        method: "POST",
        path: "/projects/{projectId}/datasets/preview",
        tags: ["Datasets"],
        summary: "See what freezing would give",
      })
      .input(datasets.datasetPlanSchema)
      .output(datasets.datasetPreviewSchema),
    freeze: oc
      .route({
        method: "POST",
        path: "/projects/{projectId}/datasets",
        tags: ["Datasets"],
        summary: "Freeze labels into a dataset",
      })
      .input(datasets.datasetPlanSchema)
      .output(datasets.datasetSchema),
    get: oc
      .route({
        method: "GET",
        path: "/datasets/{datasetId}",
        tags: ["Datasets"],
        summary: "Get a dataset",
      })
      .input(byDataset)
      .output(datasets.datasetSchema),
    export: oc
      .route({
        method: "POST",
        path: "/datasets/{datasetId}/export",
        tags: ["Datasets"],
        summary:
          "Write the dataset as an image folder (zip); download it when the job has finished",
      })
      .input(byDataset)
      .output(z.object({ jobId: jobIdSchema })),
  },
  runs: {
    list: oc
      .route({
        method: "GET",
        path: "/projects/{projectId}/runs",
        tags: ["Runs"],
        summary: "List runs",
      })
      .input(byProject)
      .output(z.array(runs.runSchema)),
    launch: oc
      .route({ method: "POST", path: "/runs", tags: ["Runs"], summary: "Launch a training run" })
      .input(runs.launchRunInputSchema)
      .output(runs.runSchema),
    get: oc
      .route({ method: "GET", path: "/runs/{runId}", tags: ["Runs"], summary: "Get a run" })
      .input(byRun)
      .output(runs.runSchema),
    stop: oc
      .route({ method: "POST", path: "/runs/{runId}/stop", tags: ["Runs"], summary: "Stop a run" })
      .input(runs.stopRunInputSchema)
      .output(runs.runSchema),
    resume: oc
      .route({
        method: "POST",
        path: "/runs/{runId}/resume",
        tags: ["Runs"],
        summary: "Go on from the last checkpoint",
      })
      .input(byRun)
      .output(runs.runSchema),
    listSeries: oc
      .route({
        method: "GET",
        path: "/series",
        tags: ["Runs"],
        summary: "Metric curves, thinned to min, max and last per bucket",
      })
      .input(runs.listSeriesInputSchema)
      .output(z.array(runs.seriesSchema)),
    getLog: oc
      .route({
        method: "GET",
        path: "/runs/{runId}/log",
        tags: ["Runs"],
        summary: "Read the trainer's log",
      })
      .input(byRun.extend({ offset: z.coerce.number().int().min(0).optional() }))
      .output(runs.runLogSchema),
    listWarnings: oc
      .route({
        method: "GET",
        path: "/runs/{runId}/warnings",
        tags: ["Runs"],
        summary: "What the trainer warned about",
      })
      .input(byRun)
      .output(z.array(runs.runWarningSchema)),
  },
  models: {
    listBase: oc
      .route({
        method: "GET",
        path: "/base-models",
        tags: ["Models"],
        summary: "Models a run can start from",
      })
      .output(z.array(models.baseModelSchema)),
    list: oc
      .route({
        method: "GET",
        path: "/projects/{projectId}/models",
        tags: ["Models"],
        summary: "Models trained in a project",
      })
      .input(byProject)
      .output(z.array(models.modelSchema)),
    get: oc
      .route({ method: "GET", path: "/models/{modelId}", tags: ["Models"], summary: "Get a model" })
      .input(byModel)
      .output(models.modelSchema),
    predictTile: oc
      .route({
        method: "POST",
        path: "/models/{modelId}/predict-tile",
        tags: ["Models"],
        summary: "Predict one tile of a scene",
      })
      .input(
        byModel.extend({
          sceneId: sceneIdSchema,
          row: z.number().int().min(0),
          col: z.number().int().min(0),
        }),
      )
      .output(predictions.tilePredictionSchema),
  },
  predictions: {
    list: oc
      .route({
        method: "GET",
        path: "/projects/{projectId}/predictions",
        tags: ["Predictions"],
        summary: "List predictions",
      })
      .input(byProject.extend({ sceneId: sceneIdSchema.optional() }))
      .output(z.array(predictions.predictionSchema)),
    create: oc
      .route({
        method: "POST",
        path: "/predictions",
        tags: ["Predictions"],
        summary: "Predict a whole scene",
      })
      .input(predictions.createPredictionInputSchema)
      .output(predictions.predictionSchema),
    get: oc
      .route({
        method: "GET",
        path: "/predictions/{predictionId}",
        tags: ["Predictions"],
        summary: "Get a prediction",
      })
      .input(byPrediction)
      .output(predictions.predictionSchema),
    getPlanes: oc
      .route({
        method: "GET",
        path: "/predictions/{predictionId}/planes",
        tags: ["Predictions"],
        summary: "Class and confidence of every tile",
      })
      .input(byPrediction)
      .output(predictions.predictionPlanesSchema),
    delete: oc
      .route({
        method: "DELETE",
        path: "/predictions/{predictionId}",
        tags: ["Predictions"],
        summary: "Delete a prediction",
      })
      .input(byPrediction)
      .output(okSchema),
  },
  jobs: {
    list: oc
      .route({ method: "GET", path: "/jobs", tags: ["Jobs"], summary: "Recent jobs" })
      .input(z.object({ projectId: projectIdSchema.optional(), active: z.stringbool().optional() }))
      .output(z.array(jobs.jobSchema)),
    get: oc
      .route({ method: "GET", path: "/jobs/{jobId}", tags: ["Jobs"], summary: "Get a job" })
      .input(z.object({ jobId: jobIdSchema }))
      .output(jobs.jobSchema),
    cancel: oc
      .route({
        method: "POST",
        path: "/jobs/{jobId}/cancel",
        tags: ["Jobs"],
        summary: "Cancel a job",
      })
      .input(z.object({ jobId: jobIdSchema }))
      .output(jobs.jobSchema),
  },
  environment: {
    get: oc
      .route({
        method: "GET",
        path: "/environment",
        tags: ["Environment"],
        summary: "What this machine can do",
      })
      .input(z.object({ fresh: z.stringbool().optional().describe("Measure again.") }))
      .output(environment.machineSchema),
    getSettings: oc
      .route({
        method: "GET",
        path: "/settings",
        tags: ["Environment"],
        summary: "Settings of the studio",
      })
      .output(environment.settingsSchema),
    updateSettings: oc
      .route({
        method: "PUT",
        path: "/settings",
        tags: ["Environment"],
        summary: "Change the settings",
      })
      .input(environment.settingsSchema)
      .output(environment.settingsSchema),
  },
  events: {
    stream: oc
      .route({
        method: "GET",
        path: "/events",
        tags: ["Live"],
        summary: "Server-sent events of the chosen topics; Last-Event-ID resumes",
      })
      .input(
        z.object({
          topics: z
            .union([topicSchema, z.array(topicSchema).max(maxTopics)])
            .transform((topics) => (Array.isArray(topics) ? topics : [topics])),
        }),
      )
      .output(eventIterator(liveEventSchema)),
  },
};

export type Contract = typeof contract;
