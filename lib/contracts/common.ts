import { z } from "zod";

/** Every id is `<prefix>_<20 lower-case base32 characters>`; the first ten encode the time. */
export const idPrefixes = {
  project: "prj",
  class: "cls",
  scene: "scn",
  upload: "upl",
  dataset: "dst",
  run: "run",
  model: "mdl",
  prediction: "prd",
  view: "viw",
  area: "are",
  job: "job",
} as const;

export type IdNoun = keyof typeof idPrefixes;

function idOf(noun: IdNoun) {
  const prefix = idPrefixes[noun];
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{20}$`), `Expected an id such as ${prefix}_…`)
    .describe(`Id of a ${noun}.`);
}

export const projectIdSchema = idOf("project");
export const classIdSchema = idOf("class");
export const sceneIdSchema = idOf("scene");
export const datasetIdSchema = idOf("dataset");
export const runIdSchema = idOf("run");
export const modelIdSchema = idOf("model");
export const predictionIdSchema = idOf("prediction");
export const viewIdSchema = idOf("view");
export const areaIdSchema = idOf("area");
export const jobIdSchema = idOf("job");

/** Users come from the authentication library, which makes its own ids. */
export const userIdSchema = z.string().min(1).max(64).describe("Id of a user.");

/** Milliseconds since 1970-01-01 UTC. */
export const timeMsSchema = z.number().int().nonnegative().describe("Milliseconds since 1970 UTC.");

export const nameSchema = z
  .string()
  .trim()
  .min(1, "A name is needed.")
  .max(120, "A name has at most 120 characters.");

export const colourSchema = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, "A colour looks like #1f78b4.")
  .describe("sRGB colour, #rrggbb.");

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** Who did something: enough to show a name without a second request. */
export const personSchema = z.object({ id: userIdSchema, name: z.string() }).meta({ id: "Person" });
export type Person = z.infer<typeof personSchema>;

export const okSchema = z.object({ ok: z.literal(true) }).meta({ id: "Ok" });

/** Which part of the data a tile belongs to. */
export const splitNameSchema = z.enum(["train", "val", "test"]).meta({ id: "SplitName" });
export type SplitName = z.infer<typeof splitNameSchema>;

const plainValueSchema = z.union([z.string(), z.number(), z.array(z.string())]);

/** A sentence that may be a value of another one: the nesting ends here. */
export const plainSentenceSchema = z.object({
  key: z.string(),
  values: z.record(z.string(), plainValueSchema),
});

/**
 * The text beside it, named instead of written out: a key of the message catalogues and what to fill
 * in. Whoever has the catalogues can say it in another language; everybody else reads the text. A
 * value may be a sentence itself.
 */
export const sentenceSchema = z
  .object({
    key: z.string().describe("Where the sentence is in lib/i18n/messages."),
    values: z.record(z.string(), z.union([plainValueSchema, plainSentenceSchema])),
  })
  .meta({ id: "Sentence" });
export type Sentence = z.infer<typeof sentenceSchema>;

/** Goes beside every English text that people read; older rows and foreign texts have none. */
export const saidAsSchema = sentenceSchema
  .nullish()
  .describe("The same as a key and values, for other languages than English.");

/** One wrong value: where it stands in what was sent, and what is wrong with it. */
export const issueSchema = z
  .object({
    path: z.string().describe("Such as config.batchSize or classes.0.name; empty for the whole."),
    message: z.string(),
    sentence: saidAsSchema,
  })
  .meta({ id: "Issue" });
export type Issue = z.infer<typeof issueSchema>;

/** What a person is told when something cannot be done; the same text over HTTP and on screen. */
export const problemSchema = z
  .object({
    code: z.string().describe("One of the closed list in lib/errors.ts."),
    message: z.string().describe("What happened and what was found."),
    hint: z.string().nullable().describe("What to do about it."),
    sentence: saidAsSchema,
    issues: z.array(issueSchema).optional().describe("The values it is about, where it is some."),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problemSchema>;
