"use client";

import { useCallback } from "react";
import { toProblem } from "../to-problem";
import { useWholeText } from "./use-said";

export interface IssueTexts {
  /** What is wrong with the value at a path, or with one below it. */
  of: (path: string) => string | undefined;
  /** All, by path. */
  list: { path: string; text: string }[];
  /** Whether there are any, and each stands at or below one of these paths. */
  areUnder: (paths: readonly string[]) => boolean;
}

const isUnder = (path: string, parent: string) => path === parent || path.startsWith(`${parent}.`);

/** Finds the refused values in anything thrown, in words for people. */
export function useIssueTexts(): (thrown: unknown) => IssueTexts {
  const wholeText = useWholeText();
  return useCallback(
    (thrown) => {
      const problem = thrown ? toProblem(thrown) : null;
      // An issue that is the whole problem has a hint as well.
      const list = (problem?.issues ?? []).map((issue) => ({
        path: issue.path,
        text: wholeText(issue.message === problem?.message ? problem : issue),
      }));
      return {
        list,
        of: (path) => list.find((one) => isUnder(one.path, path))?.text,
        areUnder: (paths) =>
          list.length > 0 && list.every((one) => paths.some((parent) => isUnder(one.path, parent))),
      };
    },
    [wholeText],
  );
}
