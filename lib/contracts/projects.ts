import { z } from "zod";
import {
  classIdSchema,
  colourSchema,
  nameSchema,
  personSchema,
  projectIdSchema,
  timeMsSchema,
} from "./common";

export const maxClasses = 250;

/** The key that gives a tile this class: a digit or a letter. */
export const classKeySchema = z
  .string()
  .regex(/^[0-9a-z]$/, "A key is one digit or one letter.")
  .nullable();

/** A land-cover class. Labels name it by id, so renaming is free; `index` never changes or is reused. */
export const classSchema = z
  .object({
    id: classIdSchema,
    index: z
      .number()
      .int()
      .min(0)
      .max(maxClasses - 1)
      .describe("Position in label planes and confusion matrices."),
    name: nameSchema,
    colour: colourSchema,
    key: classKeySchema,
    archived: z.boolean(),
  })
  .meta({ id: "Class" });
export type Class = z.infer<typeof classSchema>;

export const classInputSchema = z.object({
  id: classIdSchema.optional().describe("Missing: a new class."),
  name: nameSchema,
  colour: colourSchema,
  key: classKeySchema,
  archived: z.boolean().default(false),
});

const classListSchema = z
  .array(classInputSchema)
  .min(2, "A project needs at least two classes.")
  .max(maxClasses)
  .superRefine((classes, context) => {
    for (const field of ["name", "key"] as const) {
      const seen = new Map<string, number>();
      classes.forEach((one, position) => {
        const value = one[field]?.toLowerCase();
        if (value == null) return;
        if (seen.has(value)) {
          context.addIssue({
            code: "custom",
            path: [position, field],
            message: `Two classes share the ${field} "${value}".`,
            params: { sentence: { key: "server.contracts.classTwice", values: { field, value } } },
          });
        }
        seen.set(value, position);
      });
    }
  });

export const tileSizeLimits = { min: 8, max: 2048 };

export const tileSizeSchema = z
  .number()
  .int()
  .min(tileSizeLimits.min, "A tile is at least 8 pixels wide.")
  .max(tileSizeLimits.max, "A tile is at most 2048 pixels wide.")
  .describe("Side of a tile, px.");

export const projectSchema = z
  .object({
    id: projectIdSchema,
    name: nameSchema,
    description: z.string(),
    tileSizePx: tileSizeSchema,
    classes: z.array(classSchema),
    simulated: z.boolean().describe("The demonstration project: its imagery is simulated."),
    sceneCount: z.number().int(),
    tileCount: z.number().int(),
    labelledCount: z.number().int(),
    classCounts: z.record(classIdSchema, z.number().int()).describe("Labelled tiles by class id."),
    thumbnailSceneId: z.string().nullable(),
    createdBy: personSchema.nullable(),
    createdAtMs: timeMsSchema,
    updatedAtMs: timeMsSchema.describe("Last change of the project, its scenes or labels."),
  })
  .meta({ id: "Project" });
export type Project = z.infer<typeof projectSchema>;

export const createProjectInputSchema = z.object({
  name: nameSchema,
  description: z.string().trim().max(2000).default(""),
  tileSizePx: tileSizeSchema.default(64),
  classes: classListSchema,
});

export const updateProjectInputSchema = z.object({
  projectId: projectIdSchema,
  name: nameSchema.optional(),
  description: z.string().trim().max(2000).optional(),
  classes: classListSchema
    .optional()
    .describe("The whole list; classes that carry labels can be archived, not left out."),
});
