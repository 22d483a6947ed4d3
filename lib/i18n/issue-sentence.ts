import type { z } from "zod";
import { type Sentence, sentenceSchema } from "../contracts/common";
import { messages } from "./messages";
import { sentence } from "./sentence";
import type { SentenceKey } from "./sentence-values";

type Issue = z.core.$ZodIssue;

/** The contracts' own words, which are plain English, by their text. */
const contractKeys = new Map(
  Object.entries(messages.en.server.contracts).map(([name, text]) => [
    text,
    `server.contracts.${name}` as SentenceKey & `server.contracts.${string}`,
  ]),
);

/** What is wrong with a value that zod refused; null where only zod has words for it. */
export function issueSentence(issue: Issue): Sentence | null {
  const key = contractKeys.get(issue.message);
  if (key) return sentence(key);
  switch (issue.code) {
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "invalid_type":
      if (issue.expected === "int") return sentence("server.values.wholeNumber");
      if (/received undefined$/.test(issue.message)) return sentence("server.values.missing");
      return sentence("server.values.wrongType", { expected: issue.expected });
    case "invalid_value":
      return sentence("server.values.chooseOne", { choices: issue.values.map(String) });
    case "invalid_format":
      return sentence("server.values.wrongFormat");
    case "unrecognized_keys":
      return sentence("server.values.unknown", { names: issue.keys });
    case "invalid_union":
      return sentence("server.values.noneFits");
    case "custom":
      // A contract that fills in values itself names its sentence too.
      return sentenceSchema.safeParse(issue.params?.sentence).data ?? null;
    default:
      return null;
  }
}

function tooSmall({ origin, minimum, inclusive }: Extract<Issue, { code: "too_small" }>): Sentence {
  const count = Number(minimum);
  if (origin === "string") {
    return count === 1
      ? sentence("server.values.empty")
      : sentence("server.values.tooShort", { count });
  }
  if (origin === "array" || origin === "set") return sentence("server.values.tooFew", { count });
  const limit = String(minimum);
  return inclusive
    ? sentence("server.values.tooSmall", { limit })
    : sentence("server.values.aboveOnly", { limit });
}

function tooBig({ origin, maximum, inclusive }: Extract<Issue, { code: "too_big" }>): Sentence {
  const count = Number(maximum);
  if (origin === "string") return sentence("server.values.tooLong", { count });
  if (origin === "array" || origin === "set") return sentence("server.values.tooMany", { count });
  const limit = String(maximum);
  return inclusive
    ? sentence("server.values.tooBig", { limit })
    : sentence("server.values.belowOnly", { limit });
}
