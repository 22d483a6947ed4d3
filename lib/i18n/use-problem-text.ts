"use client";

import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { isErrorCode } from "../errors";
import { toProblem } from "../to-problem";
import { useSaid } from "./use-said";

export interface ProblemText {
  /** What kind of trouble this is, in the language on screen. */
  title: string;
  /** What happened and what was found; English where the server's words have no sentence. */
  message: string;
  hint: string | null;
}

/** Turns anything thrown into words for people; also useful for toasts. */
export function useProblemText(): (thrown: unknown) => ProblemText {
  const t = useTranslations("common");
  const said = useSaid();
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
      return { title, ...said(problem) };
    },
    [t, said],
  );
}
