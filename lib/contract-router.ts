import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import * as areas from "./contracts/areas";
import * as auth from "./contracts/auth";
import * as basemap from "./contracts/basemap";
import * as classList from "./contracts/class-list";
import * as classes from "./contracts/classes";
import {
  areaIdSchema,
  classIdSchema,
  datasetIdSchema,
  jobIdSchema,
  modelIdSchema,
  okSchema,
  personSchema,
  predictionIdSchema,
  projectIdSchema,
  runIdSchema,
  sceneIdSchema,
  userIdSchema,
  viewIdSchema,
} from "./contracts/common";
import * as datasets from "./contracts/datasets";
import * as environment from "./contracts/environment";
import * as exports from "./contracts/exports";
import * as inspections from "./contracts/inspections";
import * as jobs from "./contracts/jobs";
import * as labels from "./contracts/labels";
import { liveEventSchema, maxTopics, topicSchema } from "./contracts/live-events";
import * as modelReviews from "./contracts/model-reviews";
import * as models from "./contracts/models";
import * as opinions from "./contracts/opinions";
import * as predictions from "./contracts/predictions";
import * as preferences from "./contracts/preferences";
import * as presence from "./contracts/presence";
import * as projects from "./contracts/projects";
import * as remote from "./contracts/remote";
import * as removals from "./contracts/removals";
import * as runComments from "./contracts/run-comments";
import * as runTable from "./contracts/run-table";
import * as runs from "./contracts/runs";
import * as scenes from "./contracts/scenes";
import * as truth from "./contracts/truth";
import * as views from "./contracts/views";

/** A route by its method: where it is, and where and how the API reference lists it. */
function routesOf(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE") {
  return (path: `/${string}`, tag: string, summary: string) =>
    oc.route({ method, path, tags: [tag], summary });
}
const get = routesOf("GET");
const post = routesOf("POST");
const put = routesOf("PUT");
const patch = routesOf("PATCH");
const remove = routesOf("DELETE");

const byProject = z.object({ projectId: projectIdSchema });
const byScene = z.object({ sceneId: sceneIdSchema });
const byArea = z.object({ areaId: areaIdSchema });
const byReading = z.object({ readingId: jobIdSchema });
const byDataset = z.object({ datasetId: datasetIdSchema });
const byRun = z.object({ runId: runIdSchema });
const byModel = z.object({ modelId: modelIdSchema });
const byPrediction = z.object({ predictionId: predictionIdSchema });

/** Every route of the studio in one table: the typed client, the server and the OpenAPI page read it. */
export const contract = {
  auth: {
    setup: post("/auth/setup", "Sign-in", "Make the first administrator and sign in")
      .input(auth.setupInputSchema)
      .output(auth.userSchema),
    signIn: post("/auth/sign-in", "Sign-in", "Sign in")
      .input(auth.signInInputSchema)
      .output(auth.userSchema),
    signOut: post("/auth/sign-out", "Sign-in", "Sign out").output(okSchema),
    me: get("/auth/me", "Sign-in", "Who is asking, and what they may do").output(auth.meSchema),
    changePassword: post("/auth/password", "Sign-in", "Change your own password")
      .input(auth.changePasswordInputSchema)
      .output(auth.meSchema),
    listUsers: get("/users", "People", "List people").output(z.array(auth.userSchema)),
    createUser: post("/users", "People", "Add a person")
      .input(auth.createUserInputSchema)
      .output(auth.userSchema),
    updateUser: patch("/users/{userId}", "People", "Change a person")
      .input(auth.updateUserInputSchema)
      .output(auth.userSchema),
    resetPassword: post("/users/{userId}/password", "People", "Give a person a one-time password")
      .input(z.object({ userId: userIdSchema }))
      .output(auth.oneTimePasswordSchema),
    listApiKeys: get("/api-keys", "API keys", "List your API keys").output(
      z.array(auth.apiKeySchema),
    ),
    createApiKey: post("/api-keys", "API keys", "Make an API key")
      .input(auth.createApiKeyInputSchema)
      .output(auth.createdApiKeySchema),
    deleteApiKey: remove("/api-keys/{keyId}", "API keys", "Revoke an API key")
      .input(z.object({ keyId: z.string() }))
      .output(okSchema),
  },
  projects: {
    list: get("/projects", "Projects", "List projects").output(z.array(projects.projectSchema)),
    create: post("/projects", "Projects", "Create a project")
      .input(projects.createProjectInputSchema)
      .output(projects.projectSchema),
    get: get("/projects/{projectId}", "Projects", "Get a project")
      .input(byProject)
      .output(projects.projectSchema),
    update: patch("/projects/{projectId}", "Projects", "Change a project and its classes")
      .input(projects.updateProjectInputSchema)
      .output(projects.projectSchema),
    delete: remove("/projects/{projectId}", "Projects", "Delete a project and all it holds")
      .input(
        byProject.extend({ confirmName: z.string().describe("The project's name, to be sure.") }),
      )
      .output(okSchema),
  },
  scenes: {
    list: get("/projects/{projectId}/scenes", "Scenes", "List the scenes of a project")
      .input(byProject)
      .output(z.array(scenes.sceneSchema)),
    import: post(
      "/projects/{projectId}/scenes/import",
      "Scenes",
      "Import a raster or a folder of chips",
    )
      .input(scenes.importSceneInputSchema)
      .output(scenes.importStartedSchema),
    get: get("/scenes/{sceneId}", "Scenes", "Get a scene")
      .input(byScene)
      .output(scenes.sceneSchema),
    update: patch(
      "/scenes/{sceneId}",
      "Scenes",
      "Change the name of a scene, names and wavelengths of its bands",
    )
      .input(scenes.updateSceneInputSchema)
      .output(scenes.sceneSchema),
    delete: remove("/scenes/{sceneId}", "Scenes", "Delete a scene and its labels")
      .input(byScene.extend({ confirmName: z.string() }))
      .output(okSchema),
    listChips: get("/scenes/{sceneId}/chips", "Scenes", "List the chips of a contact sheet")
      .input(byScene)
      .output(z.array(scenes.chipInfoSchema)),
    listFolder: get("/import-folders", "Scenes", "Look into the folders one may import from")
      .input(z.object({ path: z.string().max(4096).optional() }))
      .output(scenes.folderListingSchema),
  },
  labels: {
    getPlane: get("/scenes/{sceneId}/labels", "Labels", "Read all labels of a scene")
      .input(byScene)
      .output(labels.labelPlaneSchema),
    apply: post("/scenes/{sceneId}/labels", "Labels", "Label tiles (idempotent batch)")
      .input(labels.labelBatchSchema)
      .output(labels.labelBatchResultSchema),
    listHistory: get(
      "/scenes/{sceneId}/labels/{row}/{col}/history",
      "Labels",
      "Who labelled a tile, when and as what",
    )
      .input(
        byScene.extend({
          row: z.coerce.number().int().min(0),
          col: z.coerce.number().int().min(0),
        }),
      )
      .output(z.array(labels.labelEventSchema)),
    listActs: get("/scenes/{sceneId}/labels/acts", "Labels", "What was done to a scene's labels")
      .input(labels.listLabelActsInputSchema)
      .output(z.array(labels.labelActSchema)),
    revertAct: post(
      "/scenes/{sceneId}/labels/acts/{actId}/revert",
      "Labels",
      "Take an act back as a whole",
    )
      .input(byScene.extend({ actId: z.string().min(1).max(200) }))
      .output(labels.revertResultSchema),
    getAuthors: get("/scenes/{sceneId}/labels/authors", "Labels", "Who labelled which tile")
      .input(byScene)
      .output(labels.labelAuthorsSchema),
    counts: get("/scenes/{sceneId}/labels/counts", "Labels", "Count the labels of a scene")
      .input(byScene)
      .output(labels.labelCountsSchema),
  },
  presence: {
    list: get("/scenes/{sceneId}/presence", "Live", "Who has a scene open, and at which tile")
      .input(byScene)
      .output(z.array(presence.presenceSchema)),
    announce: post("/scenes/{sceneId}/presence", "Live", "Say at which tile one is")
      .input(presence.announcePresenceInputSchema)
      .output(presence.announcedPresenceSchema),
    leave: remove("/scenes/{sceneId}/presence/{tabId}", "Live", "Say that one has left")
      .input(byScene.extend({ tabId: presence.tabIdSchema }))
      .output(okSchema),
  },
  areas: {
    list: get("/scenes/{sceneId}/areas", "Work areas", "List the work areas of a scene")
      .input(byScene)
      .output(areas.sceneAreasSchema),
    divide: post("/scenes/{sceneId}/areas/divide", "Work areas", "Divide a scene into blocks")
      .input(areas.divideSceneInputSchema)
      .output(areas.sceneAreasSchema),
    create: post("/scenes/{sceneId}/areas", "Work areas", "Make an area, free or somebody's")
      .input(areas.createAreaInputSchema)
      .output(areas.areaSchema),
    claim: post("/scenes/{sceneId}/areas/claim", "Work areas", "Take the next free area")
      .input(areas.claimAreaInputSchema)
      .output(z.object({ area: areas.areaSchema.nullable().describe("null: none is left.") })),
    assign: post("/areas/{areaId}/assign", "Work areas", "Give an area to somebody")
      .input(areas.assignAreaInputSchema)
      .output(areas.areaSchema),
    release: post("/areas/{areaId}/release", "Work areas", "Make an area free again")
      .input(byArea)
      .output(areas.areaSchema),
    delete: remove("/areas/{areaId}", "Work areas", "Delete an area; its labels stay")
      .input(byArea)
      .output(okSchema),
    clear: remove("/scenes/{sceneId}/areas", "Work areas", "Delete all areas; the labels stay")
      .input(byScene)
      .output(okSchema),
    setRule: put(
      "/projects/{projectId}/areas/rule",
      "Work areas",
      "Who may label in areas of others",
    )
      .input(areas.setAreaRuleInputSchema)
      .output(okSchema),
    listPeople: get("/projects/{projectId}/areas/people", "Work areas", "Whom one may give an area")
      .input(byProject)
      .output(z.array(personSchema)),
  },
  opinions: {
    getSetting: get("/projects/{projectId}/opinions", "Opinions", "How many answers tiles want")
      .input(byProject)
      .output(opinions.opinionSettingSchema),
    changeSetting: put(
      "/projects/{projectId}/opinions",
      "Opinions",
      "Ask for more or fewer answers",
    )
      .input(opinions.changeOpinionSettingInputSchema)
      .output(opinions.opinionSettingSchema),
    getStatuses: get("/scenes/{sceneId}/statuses", "Opinions", "Where all tiles of a scene stand")
      .input(byScene)
      .output(opinions.statusPlaneSchema),
    getTile: get(
      "/scenes/{sceneId}/labels/{row}/{col}/opinions",
      "Opinions",
      "What people said about a tile",
    )
      .input(
        byScene.extend({
          row: z.coerce.number().int().min(0),
          col: z.coerce.number().int().min(0),
        }),
      )
      .output(opinions.tileOpinionsSchema),
    flag: post("/scenes/{sceneId}/flags", "Opinions", "Flag tiles, or take flags off")
      .input(opinions.flagTilesInputSchema)
      .output(okSchema),
    listReturned: get(
      "/projects/{projectId}/returned",
      "Opinions",
      "Tiles that you are asked to look at again",
    )
      .input(byProject)
      .output(z.array(opinions.returnedTileSchema)),
    listReview: get("/projects/{projectId}/review", "Opinions", "Tiles that wait for a reviewer")
      .input(opinions.listReviewInputSchema)
      .output(opinions.reviewQueueSchema),
    decide: post("/scenes/{sceneId}/review/decide", "Opinions", "Settle tiles (idempotent batch)")
      .input(opinions.decideTilesInputSchema)
      .output(opinions.reviewResultSchema),
    accept: post("/scenes/{sceneId}/review/accept", "Opinions", "Accept tiles as they are answered")
      .input(opinions.acceptTilesInputSchema)
      .output(opinions.reviewResultSchema),
    return: post("/scenes/{sceneId}/review/return", "Opinions", "Return tiles with a comment")
      .input(opinions.returnTilesInputSchema)
      .output(opinions.reviewResultSchema),
    getAgreement: get("/projects/{projectId}/agreement", "Opinions", "How far people agree")
      .input(byProject.extend({ sceneId: sceneIdSchema.optional() }))
      .output(opinions.agreementSchema),
  },
  views: {
    list: get("/projects/{projectId}/views", "Views", "List the saved views of a project")
      .input(byProject)
      .output(z.array(views.viewSchema)),
    create: post("/projects/{projectId}/views", "Views", "Save how imagery is looked at")
      .input(views.createViewInputSchema)
      .output(views.viewSchema),
    update: patch("/views/{viewId}", "Views", "Change a view, or make it the project's default")
      .input(views.updateViewInputSchema)
      .output(views.viewSchema),
    delete: remove("/views/{viewId}", "Views", "Delete a view")
      .input(z.object({ viewId: viewIdSchema }))
      .output(okSchema),
    reorder: put("/projects/{projectId}/views/order", "Views", "Put saved views into an order")
      .input(byProject.extend({ viewIds: z.array(viewIdSchema).max(views.maxViewsPerProject) }))
      .output(z.array(views.viewSchema)),
  },
  preferences: {
    get: get("/projects/{projectId}/preferences", "Projects", "What you like in a project")
      .input(byProject)
      .output(preferences.preferencesSchema),
    update: patch("/projects/{projectId}/preferences", "Projects", "Change what you like")
      .input(preferences.updatePreferencesInputSchema)
      .output(preferences.preferencesSchema),
  },
  truth: {
    read: post(
      "/scenes/{sceneId}/truth",
      "Labels",
      "Read labels from a file; see and apply them when the job has finished",
    )
      .input(truth.readTruthInputSchema)
      .output(z.object({ jobId: jobIdSchema })),
    get: get("/truth/{readingId}", "Labels", "What a file of labels holds")
      .input(byReading)
      .output(truth.truthReadingSchema),
    preview: post("/truth/{readingId}/preview", "Labels", "See what applying a file would do")
      .input(truth.truthPlanSchema)
      .output(truth.truthPreviewSchema),
    apply: post("/truth/{readingId}/apply", "Labels", "Label tiles from a file, as one act")
      .input(truth.truthPlanSchema)
      .output(z.object({ jobId: jobIdSchema, actId: z.string() })),
    listActs: get("/scenes/{sceneId}/truth", "Labels", "What was labelled from files")
      .input(byScene)
      .output(z.array(truth.truthActSchema)),
  },
  classes: {
    getUse: get(
      "/projects/{projectId}/classes/{classId}/use",
      "Classes",
      "Which scenes and people a class has labels of",
    )
      .input(byProject.extend({ classId: classIdSchema }))
      .output(classes.classUseSchema),
    merge: post(
      "/projects/{projectId}/classes/merge",
      "Classes",
      "Give all labels of a class to another one and archive it",
    )
      .input(classes.mergeClassesInputSchema)
      .output(classes.classChangeResultSchema),
    split: post(
      "/projects/{projectId}/classes/split",
      "Classes",
      "Give some tiles of a class to another or a new one",
    )
      .input(classes.splitClassInputSchema)
      .output(classes.classChangeResultSchema),
    getList: get("/projects/{projectId}/classes", "Classes", "The classes as a file to keep")
      .input(byProject)
      .output(classList.classListSchema),
    importList: post(
      "/projects/{projectId}/classes/import",
      "Classes",
      "Take the classes of a file over",
    )
      .input(classList.importClassListInputSchema)
      .output(classList.classListImportSchema),
    listChanges: get("/projects/{projectId}/classes/changes", "Classes", "Merges and splits")
      .input(byProject)
      .output(z.array(classes.classChangeSchema)),
    revertChange: post(
      "/projects/{projectId}/classes/changes/{actId}/revert",
      "Classes",
      "Take a merge or a split back in all scenes",
    )
      .input(byProject.extend({ actId: z.string().min(1).max(200) }))
      .output(classes.classRevertSchema),
  },
  exports: {
    create: post(
      "/exports",
      "Labels",
      "Write labels, a prediction or a dataset for other programs; download the file when the job has finished",
    )
      .input(exports.createExportInputSchema)
      .output(z.object({ jobId: jobIdSchema })),
  },
  datasets: {
    list: get("/projects/{projectId}/datasets", "Datasets", "List datasets")
      .input(byProject)
      .output(z.array(datasets.datasetSchema)),
    preview: post(
      "/projects/{projectId}/datasets/preview",
      "Datasets",
      "See what freezing would give",
    )
      .input(datasets.datasetPlanSchema)
      .output(datasets.datasetPreviewSchema),
    freeze: post("/projects/{projectId}/datasets", "Datasets", "Freeze labels into a dataset")
      .input(datasets.datasetPlanSchema)
      .output(datasets.datasetSchema),
    get: get("/datasets/{datasetId}", "Datasets", "Get a dataset")
      .input(byDataset)
      .output(datasets.datasetSchema),
    export: post(
      "/datasets/{datasetId}/export",
      "Datasets",
      "Write the dataset as an image folder (zip); download it when the job has finished",
    )
      .input(byDataset)
      .output(z.object({ jobId: jobIdSchema })),
    update: patch("/datasets/{datasetId}", "Datasets", "Rename or archive a dataset")
      .input(datasets.updateDatasetInputSchema)
      .output(datasets.datasetSchema),
    getRemoval: get("/datasets/{datasetId}/removal", "Datasets", "What deleting it would free")
      .input(byDataset)
      .output(removals.removalSchema),
    delete: remove("/datasets/{datasetId}", "Datasets", "Delete a dataset that no run uses")
      .input(byDataset)
      .output(okSchema),
  },
  runs: {
    list: get("/projects/{projectId}/runs", "Runs", "List runs, the newest first, a page at a time")
      .input(runs.listRunsInputSchema)
      .output(z.array(runs.runSchema)),
    launch: post("/runs", "Runs", "Launch a training run")
      .input(runs.launchRunInputSchema)
      .output(runs.runSchema),
    estimate: post(
      "/runs/estimate",
      "Runs",
      "What a run would take, from runs of its kind on this machine",
    )
      .input(runs.estimateRunInputSchema)
      .output(runs.runEstimateSchema),
    inspect: post(
      "/runs/inspect",
      "Runs",
      "Which layers a run would train, and how many parameters",
    )
      .input(inspections.inspectRunInputSchema)
      .output(inspections.runInspectionSchema),
    get: get("/runs/{runId}", "Runs", "Get a run").input(byRun).output(runs.runSchema),
    stop: post("/runs/{runId}/stop", "Runs", "Stop a run")
      .input(runs.stopRunInputSchema)
      .output(runs.runSchema),
    resume: post("/runs/{runId}/resume", "Runs", "Go on from the last checkpoint")
      .input(byRun)
      .output(runs.runSchema),
    listTable: get(
      "/projects/{projectId}/run-table",
      "Runs",
      "All runs of a project with the asked facts, settings and metrics",
    )
      .input(runTable.listRunTableInputSchema)
      .output(runTable.runTableSchema),
    update: patch("/runs/{runId}", "Runs", "Change name, notes, tags, pin or archive of a run")
      .input(runs.updateRunInputSchema)
      .output(runs.runSchema),
    listComments: get("/runs/{runId}/comments", "Runs", "What people said about a run")
      .input(byRun)
      .output(z.array(runComments.runCommentSchema)),
    createComment: post("/runs/{runId}/comments", "Runs", "Say something about a run")
      .input(runComments.createRunCommentInputSchema)
      .output(runComments.runCommentSchema),
    deleteComment: remove("/runs/{runId}/comments/{commentId}", "Runs", "Delete a comment")
      .input(runComments.deleteRunCommentInputSchema)
      .output(okSchema),
    getRemoval: get("/runs/{runId}/removal", "Runs", "What deleting it would free")
      .input(byRun)
      .output(removals.removalSchema),
    delete: remove("/runs/{runId}", "Runs", "Delete a run that has ended, with its model")
      .input(byRun)
      .output(okSchema),
    listSeries: get("/series", "Runs", "Metric curves, thinned to min, max and last per bucket")
      .input(runs.listSeriesInputSchema)
      .output(z.array(runs.seriesSchema)),
    getLog: get("/runs/{runId}/log", "Runs", "Read the trainer's log")
      .input(byRun.extend({ offset: z.coerce.number().int().min(0).optional() }))
      .output(runs.runLogSchema),
    listWarnings: get("/runs/{runId}/warnings", "Runs", "What the trainer warned about")
      .input(byRun)
      .output(z.array(runs.runWarningSchema)),
  },
  models: {
    listBase: get("/base-models", "Models", "Models a run can start from").output(
      z.array(models.baseModelSchema),
    ),
    list: get("/projects/{projectId}/models", "Models", "Models trained in a project")
      .input(byProject)
      .output(z.array(models.modelSchema)),
    get: get("/models/{modelId}", "Models", "Get a model")
      .input(byModel)
      .output(models.modelSchema),
    update: patch("/models/{modelId}", "Models", "Rename or archive a model")
      .input(models.updateModelInputSchema)
      .output(models.modelSchema),
    review: post("/models/{modelId}/review", "Models", "Approve, reject or reconsider a model")
      .input(modelReviews.reviewModelInputSchema)
      .output(models.modelSchema),
    listReviews: get("/models/{modelId}/reviews", "Models", "What was said of a model, and by whom")
      .input(byModel)
      .output(z.array(modelReviews.modelReviewSchema)),
    listOffered: get(
      "/projects/{projectId}/offered-models",
      "Models",
      "Models you may predict scenes with, the default first",
    )
      .input(byProject)
      .output(
        z.object({ models: z.array(models.modelSchema), rule: modelReviews.offerRuleSchema }),
      ),
    getDefault: get("/projects/{projectId}/default-model", "Models", "The default model")
      .input(byProject)
      .output(modelReviews.defaultModelSchema),
    setDefault: put("/projects/{projectId}/default-model", "Models", "Choose the default model")
      .input(modelReviews.setDefaultModelInputSchema)
      .output(modelReviews.defaultModelSchema),
    getRemoval: get("/models/{modelId}/removal", "Models", "What deleting it would free")
      .input(byModel)
      .output(removals.removalSchema),
    delete: remove("/models/{modelId}", "Models", "Delete a model that nothing uses; its run stays")
      .input(byModel)
      .output(okSchema),
    predictTile: post("/models/{modelId}/predict-tile", "Models", "Predict one tile of a scene")
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
    list: get("/projects/{projectId}/predictions", "Predictions", "List predictions")
      .input(byProject.extend({ sceneId: sceneIdSchema.optional() }))
      .output(z.array(predictions.predictionSchema)),
    create: post("/predictions", "Predictions", "Predict a whole scene")
      .input(predictions.createPredictionInputSchema)
      .output(predictions.predictionSchema),
    get: get("/predictions/{predictionId}", "Predictions", "Get a prediction")
      .input(byPrediction)
      .output(predictions.predictionSchema),
    getPlanes: get(
      "/predictions/{predictionId}/planes",
      "Predictions",
      "Class and confidence of every tile",
    )
      .input(byPrediction)
      .output(predictions.predictionPlanesSchema),
    delete: remove("/predictions/{predictionId}", "Predictions", "Delete a prediction")
      .input(byPrediction)
      .output(okSchema),
  },
  jobs: {
    list: get("/jobs", "Jobs", "Recent jobs")
      .input(z.object({ projectId: projectIdSchema.optional(), active: z.stringbool().optional() }))
      .output(z.array(jobs.jobSchema)),
    get: get("/jobs/{jobId}", "Jobs", "Get a job")
      .input(z.object({ jobId: jobIdSchema }))
      .output(jobs.jobSchema),
    cancel: post("/jobs/{jobId}/cancel", "Jobs", "Cancel a job")
      .input(z.object({ jobId: jobIdSchema }))
      .output(jobs.jobSchema),
  },
  environment: {
    get: get("/environment", "Environment", "What this machine can do")
      .input(z.object({ fresh: z.stringbool().optional().describe("Measure again.") }))
      .output(environment.machineSchema),
    getSettings: get("/settings", "Environment", "Settings of the studio").output(
      environment.settingsSchema,
    ),
    getBasemap: get(
      "/basemap",
      "Environment",
      "The map under the scenes, where there is one",
    ).output(basemap.shownBasemapSchema),
    getBasemapSetting: get(
      "/settings/basemap",
      "Environment",
      "Where the basemap comes from",
    ).output(basemap.basemapSettingSchema),
    readBasemapService: post(
      "/settings/basemap/service",
      "Environment",
      "Ask a WMS or WMTS what it offers",
    )
      .input(basemap.readBasemapServiceInputSchema)
      .output(basemap.basemapServiceSchema),
    updateBasemap: put("/settings/basemap", "Environment", "Choose a basemap, or none")
      .input(basemap.basemapSettingSchema)
      .output(basemap.basemapSettingSchema),
    updateSettings: put("/settings", "Environment", "Change the settings")
      .input(environment.settingsSchema)
      .output(environment.settingsSchema),
  },
  remote: {
    listPlaces: get(
      "/remote/places",
      "Other hosts",
      "Hosts and buckets that imagery may come from",
    ).output(remote.remotePlacesSchema),
    searchCatalogue: post("/remote/catalogue", "Other hosts", "Look into a STAC catalogue")
      .input(remote.searchCatalogueInputSchema)
      .output(remote.catalogueAnswerSchema),
    getHosts: get("/settings/hosts", "Other hosts", "Hosts that may be read from").output(
      remote.remoteHostsSchema,
    ),
    updateHosts: put("/settings/hosts", "Other hosts", "Choose the hosts that may be read from")
      .input(remote.remoteHostsSchema)
      .output(remote.remoteHostsSchema),
    listBuckets: get("/settings/buckets", "Other hosts", "Buckets, without their secrets").output(
      z.array(remote.bucketSchema),
    ),
    saveBucket: put("/settings/buckets/{bucket}", "Other hosts", "Add or change a bucket")
      .input(remote.saveBucketInputSchema)
      .output(z.array(remote.bucketSchema)),
    deleteBucket: remove("/settings/buckets/{bucket}", "Other hosts", "Forget a bucket")
      .input(remote.bucketSchema.pick({ bucket: true }))
      .output(z.array(remote.bucketSchema)),
  },
  events: {
    stream: get("/events", "Live", "Server-sent events of the chosen topics; Last-Event-ID resumes")
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
