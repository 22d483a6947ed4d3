"use client";

import { useCallback } from "react";
import { useLocale } from "use-intl";
import type { Sentence } from "../contracts/common";
import { type Said, say } from "./say";

/** An English text as it came from the server or the trainer, and its sentence where it has one. */
export interface EnglishText {
  message: string;
  hint?: string | null | undefined;
  sentence?: Sentence | null | undefined;
}

/** The same in one piece, for places that cannot set the hint apart. */
export function useWholeText(): (text: EnglishText) => string {
  const said = useSaid();
  const locale = useLocale();
  return useCallback(
    (text) => {
      const { message, hint } = said(text);
      return [message, hint].filter(Boolean).join(locale === "zh-CN" ? "" : " ");
    },
    [said, locale],
  );
}

/** Says what the server or the trainer said, in the language on screen where the catalogue can. */
export function useSaid(): (text: EnglishText) => Said {
  const locale = useLocale();
  return useCallback(
    ({ message, hint, sentence }) =>
      (sentence && say(locale, sentence)) || { message, hint: hint ?? null },
    [locale],
  );
}
