import { OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import { z } from "zod";
import { contract } from "@/lib/contract-router";
import { userSchema } from "@/lib/contracts/auth";
import { problemSchema } from "@/lib/contracts/common";
import { datasetPreviewSchema, datasetSchema } from "@/lib/contracts/datasets";
import { machineSchema } from "@/lib/contracts/environment";
import { jobSchema } from "@/lib/contracts/jobs";
import { liveEventSchema } from "@/lib/contracts/live-events";
import { baseModelSchema, modelSchema } from "@/lib/contracts/models";
import { predictionSchema } from "@/lib/contracts/predictions";
import { projectSchema } from "@/lib/contracts/projects";
import { runConfigSchema } from "@/lib/contracts/run-spec";
import { runSchema } from "@/lib/contracts/runs";
import { sceneSchema } from "@/lib/contracts/scenes";
import { errorCodes } from "@/lib/errors";
import { byteRoutes } from "./openapi-byte-routes";
import { type Access, accessOf } from "./procedure-permissions";

/** Written once in the document and named wherever they are used. */
const commonSchemas = Object.fromEntries(
  Object.entries({
    User: userSchema,
    Project: projectSchema,
    Scene: sceneSchema,
    Dataset: datasetSchema,
    DatasetPreview: datasetPreviewSchema,
    Run: runSchema,
    BaseModel: baseModelSchema,
    Model: modelSchema,
    Prediction: predictionSchema,
    Job: jobSchema,
    Machine: machineSchema,
    LiveEvent: liveEventSchema,
  }).map(([name, schema]) => [name, { schema, strategy: "output" as const }]),
);
/** What people send: fields with a default may be left out. */
const sentSchemas = { RunConfig: { schema: runConfigSchema, strategy: "input" as const } };

const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });

type Document = Awaited<ReturnType<typeof generator.generate>>;

async function generate(): Promise<Document> {
  const document = await generator.generate(contract, {
    info: {
      title: "Tilewright",
      version: "1",
      description:
        "Label imagery, train models and predict scenes. Every answer that is not a success is " +
        "`{code, message, hint}`; wrong values are listed in `issues`.",
    },
    servers: [{ url: "/api" }],
    commonSchemas: { ...commonSchemas, ...sentSchemas },
    security: [{ cookie: [] }, { bearer: [] }],
    components: {
      securitySchemes: {
        cookie: { type: "apiKey", in: "cookie", name: "tilewright.session_token" },
        bearer: { type: "http", scheme: "bearer", description: "An API key: tw_…" },
      },
      schemas: { Problem: problemJsonSchema() },
    },
  });
  describeAccess(document);
  document.paths = { ...document.paths, ...byteRoutes };
  return document;
}

function problemJsonSchema(): Record<string, unknown> {
  const { $schema, id, ...schema } = z.toJSONSchema(
    problemSchema.extend({
      code: z.enum(errorCodes as [string, ...string[]]),
      issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    }),
  );
  return schema;
}

/** Adds what the generator cannot know: who may call it, and how it is refused. */
function describeAccess(document: Document): void {
  const problem = {
    description: "Refused, or gone wrong",
    content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(item ?? {})) {
      if (typeof operation !== "object" || !("operationId" in operation)) continue;
      const access = accessOf(String(operation.operationId).split("."));
      operation.description = explainAccess(access);
      if (access === "public") operation.security = [];
      operation.responses = { ...operation.responses, default: problem };
    }
  }
}

function explainAccess(access: Access | null): string {
  if (access === "public") return "Open to strangers.";
  if (access === "signed-in" || access === null) return "For everybody who is signed in.";
  return `Needs the permission \`${access}\`.`;
}

let made: Promise<Document> | undefined;

/** The OpenAPI 3.1 description of the API; made once. */
export function getOpenApiDocument(): Promise<Document> {
  made ??= generate();
  return made;
}
