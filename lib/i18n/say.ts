import { createTranslator } from "use-intl/core";
import type { Sentence } from "../contracts/common";
import { formatBytes } from "../format";
import type { Locale } from "./locales";
import { messages } from "./messages";

export interface Said {
  /** What happened and what was found. */
  message: string;
  /** What to do about it. */
  hint: string | null;
}

type Value = Sentence["values"][string];
interface Translate {
  (key: string, values: Record<string, string | number>): string;
  has(key: string): boolean;
}

const translators = new Map<Locale, Translate>();

function translatorOf(locale: Locale): Translate {
  const known = translators.get(locale);
  if (known) return known;
  const made = createTranslator({
    locale,
    messages: messages[locale],
    onError: (error) => {
      throw error;
    },
    // The keys of sentences come off the wire, so they are looked up here and not by the compiler.
  }) as unknown as Translate;
  translators.set(locale, made);
  return made;
}

/**
 * Says a sentence in a language. Values named `…Bytes` become sizes, lists are joined.
 *
 * @returns null when the catalogue does not have it, as when a newer server named it.
 */
export function say(locale: Locale, { key, values }: Sentence): Said | null {
  const t = translatorOf(locale);
  const filled: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values)) filled[name] = fill(locale, name, value);
  try {
    if (!t.has(`${key}.message`))
      return t.has(key) ? { message: t(key, filled), hint: null } : null;
    const hint = t.has(`${key}.hint`) ? t(`${key}.hint`, filled) : null;
    return { message: t(`${key}.message`, filled), hint };
  } catch {
    // A value is missing or of another kind: the writer had another catalogue.
    return null;
  }
}

function fill(locale: Locale, name: string, value: Value): string | number {
  if (typeof value === "number") return name.endsWith("Bytes") ? formatBytes(value, locale) : value;
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.join(locale === "zh-CN" ? "、" : ", ");
  return say(locale, value)?.message ?? value.key;
}
