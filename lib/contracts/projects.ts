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

/** A class, one above it, and one above that. */
export const maxClassLevels = 3;

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
    parentId: classIdSchema.optional().describe("The class above it; missing: it is at the top."),
    mergedIntoId: classIdSchema
      .optional()
      .describe("Archived because this class took over its labels."),
  })
  .meta({ id: "Class" });
export type Class = z.infer<typeof classSchema>;

export const classInputSchema = z.object({
  id: classIdSchema.optional().describe("Missing: a new class."),
  name: nameSchema,
  colour: colourSchema,
  key: classKeySchema,
  archived: z.boolean().default(false),
  parent: nameSchema
    .nullable()
    .optional()
    .describe("Name of the class above it, in this list; null: none; missing: as it was."),
});

type ListedClass = { name: string; key?: string | null; parent?: string | null | undefined };

/** What a list of classes gets wrong as a whole; names and parents are compared without case. */
export function findClassListIssues(classes: readonly ListedClass[]) {
  return [
    ...findShared(classes, "name"),
    ...findShared(classes, "key"),
    ...classes.flatMap((one, position) => findParentIssue(classes, one, position) ?? []),
  ];
}

function findShared(classes: readonly ListedClass[], field: "name" | "key") {
  const seen = new Set<string>();
  return classes.flatMap((one, position) => {
    const value = one[field]?.toLowerCase();
    if (value == null) return [];
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    const message = `Two classes share the ${field} "${value}".`;
    const sentence = { key: "server.contracts.classTwice", values: { field, value } };
    return { path: [position, field], message, sentence };
  });
}

function findParentIssue(classes: readonly ListedClass[], one: ListedClass, position: number) {
  let above = one;
  for (let level = 1; above.parent; level += 1) {
    const name = above.parent;
    const next = classes.find((other) => other.name.toLowerCase() === name.toLowerCase());
    // Further up it is the mistake of that class.
    if (!next && above !== one) return null;
    const values = { name: one.name, parent: one.parent ?? "", maxClassLevels };
    const issue = (key: string, message: string) => ({
      path: [position, "parent"],
      message,
      sentence: { key, values },
    });
    if (!next)
      return issue("server.contracts.parentMissing", `There is no class "${name}" in the list.`);
    if (next === one)
      return issue("server.contracts.parentCircle", `"${one.name}" is above itself.`);
    if (level >= maxClassLevels) {
      return issue("server.contracts.parentDeep", `Classes have at most ${maxClassLevels} levels.`);
    }
    above = next;
  }
  return null;
}

const classListSchema = z
  .array(classInputSchema)
  .min(2, "A project needs at least two classes.")
  .max(maxClasses)
  .superRefine((classes, context) => {
    for (const { path, message, sentence } of findClassListIssues(classes)) {
      context.addIssue({ code: "custom", path, message, params: { sentence } });
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
