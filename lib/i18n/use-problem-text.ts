"use client";

import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { isErrorCode } from "../errors";
import { toProblem } from "../to-problem";

export interface ProblemText {
  /** What kind of trouble this is, in the language on screen. */
  title: string;
  /** The server's own sentence: what happened and what was found. */
  message: string;
  hint: string | null;
}

/** Turns anything thrown into words for people; also useful for toasts. */
export function useProblemText(): (thrown: unknown) => ProblemText {
  const t = useTranslations("common");
  return useCallback(
    (thrown) => {
      const problem = toProblem(thrown);
      if (problem.code === "unreachable") {
        return {
          title: t("problems.unreachable"),
          message: t("unreachableMessage"),
          hint: t("unreachableHint"),
        };
      }
      const title = isErrorCode(problem.code)
        ? t(`problems.${problem.code}`)
        : t("problems.internal");
      return { title, message: problem.message, hint: problem.hint };
    },
    [t],
  );
}
