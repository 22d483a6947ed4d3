"use client";

import { type RefObject, useEffect, useMemo, useRef } from "react";
import { type IssueTexts, useIssueTexts } from "@/lib/i18n/use-issue-texts";
import { focusInvalid } from "./focus-invalid";

export interface Issues<Form extends HTMLElement = HTMLFormElement> extends Pick<IssueTexts, "of"> {
  /** What is left for a note under the form: null once every refused value has its field. */
  rest: unknown;
  /** To spread on the form: a refusal takes the focus to its field and goes when people type. */
  form: { ref: RefObject<Form | null>; onChange: (() => void) | undefined };
}

/**
 * What the server refused, beside the fields that it is about.
 *
 * @param sent The mutation that sends the form.
 * @param paths The fields of the form, by their paths in what is sent.
 */
export function useIssues<Form extends HTMLElement = HTMLFormElement>(
  sent: { error: unknown; reset: () => void },
  paths: readonly string[],
): Issues<Form> {
  const { error, reset } = sent;
  const textsOf = useIssueTexts();
  const texts = useMemo(() => textsOf(error), [textsOf, error]);
  const ref = useRef<Form>(null);
  useEffect(() => {
    if (error) focusInvalid(ref.current);
  }, [error]);
  return {
    of: texts.of,
    rest: texts.areUnder(paths) ? null : error,
    form: { ref, onChange: error ? reset : undefined },
  };
}
