import { plainSentenceSchema, type Sentence } from "../contracts/common";
import { type Said, say } from "./say";
import type { SentenceKey, SentenceValues } from "./sentence-values";

type Arguments<Key extends SentenceKey> = keyof SentenceValues[Key] extends never
  ? [values?: Record<never, never>]
  : [values: SentenceValues[Key]];

/** Names a sentence of the catalogues; wrong keys and missing values do not compile. */
export function sentence<Key extends SentenceKey>(key: Key, ...[values]: Arguments<Key>): Sentence {
  return { key, values: { ...values } };
}

/** What somebody said, as a value of another sentence: the sentence where it is known, else the text. */
export function asValue(said: {
  message: string;
  sentence?: Sentence | null | undefined;
}): Sentence["values"][string] {
  return plainSentenceSchema.safeParse(said.sentence).data ?? said.message;
}

/** The English message of a sentence without a hint, and the sentence itself. */
export function messageOf(named: Sentence): { message: string; sentence: Sentence } {
  return { message: inEnglish(named).message, sentence: named };
}

/** The English text of a sentence and the sentence itself, as they go over the wire. */
export function inEnglish(named: Sentence): Said & { sentence: Sentence } {
  const said = say("en", named);
  if (!said) throw new Error(`The catalogue cannot say ${JSON.stringify(named)}.`);
  return { ...said, sentence: named };
}
