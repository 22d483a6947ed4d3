import { type FieldErrors, type Resolver, set } from "react-hook-form";
import { z } from "zod";
import { datasetIdSchema, nameSchema } from "@/lib/contracts/common";
import { runConfigSchema } from "@/lib/contracts/run-spec";

/** What the form holds: the input of runs.launch, with an empty name for "made by the server". */
export const runFormSchema = z.object({
  datasetId: datasetIdSchema,
  name: z.union([z.literal(""), nameSchema]),
  config: runConfigSchema,
});
export type RunFormValues = z.infer<typeof runFormSchema>;

/** One wrong value in the words of the person's language. */
export type DescribeIssue = (issue: z.core.$ZodIssue) => string;

/** A value that the contract allows but the dataset or the model does not. */
export interface Misfit {
  path: string;
  text: string;
}

/** Checks the form with the same schema, and the same rules about what fits, as the server. */
export function runFormResolver(
  say: DescribeIssue,
  findMisfits: (values: RunFormValues) => readonly Misfit[],
): Resolver<RunFormValues> {
  return (values) => {
    const parsed = runFormSchema.safeParse(values);
    const errors: FieldErrors<RunFormValues> = {};
    if (parsed.success) {
      const misfits = findMisfits(parsed.data);
      for (const { path, text } of misfits) set(errors, path, { type: "misfit", message: text });
      return misfits.length > 0 ? { values: {}, errors } : { values: parsed.data, errors: {} };
    }
    for (const issue of parsed.error.issues) {
      set(errors, issue.path.join("."), { type: issue.code, message: say(issue) });
    }
    return { values: {}, errors };
  };
}

type IssueText =
  | { key: "tooSmall" | "tooBig" | "aboveOnly"; limit: string }
  | {
      key: "wholeNumber" | "numberNeeded" | "needed" | "chooseOne" | "tooFew" | "tooManyCharacters";
    }
  | { key: "other"; text: string };

/** Which sentence of the messages fits an issue of zod. */
export function issueText(issue: z.core.$ZodIssue, asPercent: boolean): IssueText {
  const shown = (limit: number | bigint) =>
    asPercent ? `${Number(limit) * 100} %` : String(limit);
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "string") return { key: "needed" };
      if (issue.origin === "array") return { key: "tooFew" };
      return { key: issue.inclusive ? "tooSmall" : "aboveOnly", limit: shown(issue.minimum) };
    case "too_big":
      if (issue.origin === "string") return { key: "tooManyCharacters" };
      return { key: "tooBig", limit: shown(issue.maximum) };
    case "invalid_type":
      if (issue.expected === "number") return { key: "numberNeeded" };
      return { key: issue.expected === "int" ? "wholeNumber" : "needed" };
    case "invalid_value":
      return { key: "chooseOne" };
    case "invalid_format":
      return { key: "needed" };
    case "invalid_union":
      return { key: "tooFew" };
    default:
      return { key: "other", text: issue.message };
  }
}
