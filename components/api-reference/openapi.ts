import { z } from "zod";

/** The part of an OpenAPI 3.1 document that the reference page shows. */
const jsonSchemaSchema = z.record(z.string(), z.unknown());
export type JsonSchema = z.infer<typeof jsonSchemaSchema>;

const contentSchema = z
  .record(z.string(), z.object({ schema: jsonSchemaSchema.optional() }).loose())
  .optional();

const parameterSchema = z
  .object({
    name: z.string(),
    in: z.string(),
    required: z.boolean().optional(),
    description: z.string().optional(),
    schema: jsonSchemaSchema.optional(),
  })
  .loose();
export type Parameter = z.infer<typeof parameterSchema>;

const operationSchema = z
  .object({
    operationId: z.string(),
    summary: z.string().optional(),
    description: z.string().optional(),
    tags: z.array(z.string()).default(["Other"]),
    parameters: z.array(parameterSchema).default([]),
    requestBody: z.object({ content: contentSchema }).loose().optional(),
    responses: z.record(z.string(), z.object({ content: contentSchema }).loose()).default({}),
  })
  .loose();

const documentSchema = z
  .object({
    info: z.object({ description: z.string().optional() }).loose(),
    paths: z.record(z.string(), z.record(z.string(), z.unknown())),
    components: z
      .object({ schemas: z.record(z.string(), jsonSchemaSchema).default({}) })
      .loose()
      .optional(),
  })
  .loose();

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string | null;
  parameters: Parameter[];
  /** Schema of the JSON body. */
  body: JsonSchema | null;
  /** Schema of a successful JSON answer. */
  answer: JsonSchema | null;
}

export interface Reference {
  description: string | null;
  groups: { name: string; operations: Operation[] }[];
  schemas: Record<string, JsonSchema>;
}

const methods = new Set(["get", "post", "put", "patch", "delete"]);

/** Groups the routes of a document by their first tag, in the order in which they appear. */
export function readReference(json: unknown): Reference {
  const document = documentSchema.parse(json);
  const groups = new Map<string, Operation[]>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, value] of Object.entries(item)) {
      if (!methods.has(method)) continue;
      const operation = operationSchema.parse(value);
      const success = Object.entries(operation.responses).find(([status]) =>
        /^2/.test(status),
      )?.[1];
      const name = operation.tags[0] ?? "Other";
      const group = groups.get(name) ?? [];
      groups.set(name, group);
      group.push({
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        summary: operation.summary ?? operation.operationId,
        description: operation.description ?? null,
        parameters: operation.parameters,
        body: jsonOf(operation.requestBody?.content),
        answer: jsonOf(success?.content),
      });
    }
  }
  return {
    description: document.info.description ?? null,
    groups: Array.from(groups, ([name, operations]) => ({ name, operations })),
    schemas: document.components?.schemas ?? {},
  };
}

function jsonOf(content: z.infer<typeof contentSchema>): JsonSchema | null {
  return content?.["application/json"]?.schema ?? null;
}
