import { z } from "zod";
import { classIdSchema, colourSchema, nameSchema, projectIdSchema } from "./common";
import { classKeySchema, findClassListIssues, maxClasses } from "./projects";

export const classListVersion = 1;

/** Largest file that is read: 250 classes with the longest names take a third of it. */
export const maxClassListBytes = 256 * 1024;

/**
 * A list of classes as a file, to be carried from project to project; docs/class-lists.md describes
 * it. Unknown fields are left out, so that later versions may add some.
 */
export const classListSchema = z
  .object({
    format: z.literal("tilewright.classes", "This is not a class list of Tilewright."),
    version: z.literal(classListVersion, "This class list is of a version that is not known here."),
    project: z.string().max(200).optional().describe("Where it came from; only for people."),
    classes: z
      .array(
        z.object({
          id: classIdSchema.optional().describe("In the project that it came from."),
          name: nameSchema,
          colour: colourSchema,
          key: classKeySchema.default(null),
          parent: nameSchema.nullable().default(null).describe("Name of the class above it."),
          archived: z.boolean().default(false),
        }),
      )
      .min(1, "The list has no classes.")
      .max(maxClasses),
  })
  .superRefine(({ classes }, context) => {
    for (const { path, message, sentence } of findClassListIssues(classes)) {
      context.addIssue({
        ...{ code: "custom", path: ["classes", ...path], message, params: { sentence } },
      });
    }
  })
  .meta({ id: "ClassList" });
export type ClassList = z.infer<typeof classListSchema>;

export const importClassListInputSchema = z.object({
  projectId: projectIdSchema,
  list: classListSchema,
  matchBy: z
    .enum(["id", "name"])
    .default("id")
    .describe("How classes of the list are found in the project: id, else name; or only by name."),
  others: z
    .enum(["keep", "archive"])
    .default("keep")
    .describe("What becomes of the project's classes that are not in the list."),
  preview: z.boolean().default(false).describe("Only say what would change."),
});
export type ImportClassListInput = z.output<typeof importClassListInputSchema>;

export const classListChangeSchema = z
  .object({
    name: z.string().describe("As it is called afterwards."),
    colour: colourSchema,
    classId: classIdSchema.nullable().describe("null: a new class."),
    change: z.enum(["added", "changed", "unchanged", "archived", "kept"]),
    fields: z.array(
      z.object({
        field: z.enum(["name", "colour", "key", "parent", "archived"]),
        from: z.string().nullable(),
        to: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "ClassListChange" });
export type ClassListChange = z.infer<typeof classListChangeSchema>;

export const classListImportSchema = z
  .object({ changes: z.array(classListChangeSchema), applied: z.boolean() })
  .meta({ id: "ClassListImport" });
export type ClassListImport = z.infer<typeof classListImportSchema>;
