"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import type { Job } from "@/lib/contracts/jobs";
import { useWholeText } from "@/lib/i18n/use-said";
import { leave } from "@/lib/leave-guard";
import { useLiveTopic } from "@/lib/live/live-provider";
import { isActiveJob, jobLink } from "./job-link";
import { isToldElsewhere } from "./told-elsewhere";
import { useJobTitle } from "./use-job-title";

/** Small steps of something that a dialog waits for and shows itself. */
const quietKinds: ReadonlySet<Job["kind"]> = new Set([
  "truth.read",
  "truth.apply",
  "tiles.export",
  "opinions.weigh",
]);

/** Says when a job that this person started has ended, once, wherever they are by then. */
export function JobToasts() {
  const t = useTranslations("jobs");
  const tCommon = useTranslations("common");
  const titleOf = useJobTitle();
  const wholeText = useWholeText();
  const me = useMe();
  const router = useRouter();
  const running = useRef(new Set<string>());
  useLiveTopic("jobs", (event) => {
    if (event.type !== "job.changed") return;
    const { job } = event;
    if (isActiveJob(job)) {
      running.current.add(job.id);
      return;
    }
    if (!running.current.delete(job.id) || job.createdBy?.id !== me.id) return;
    const href = jobLink(job);
    if (job.status === "failed" && !isToldElsewhere(job)) {
      const description = job.problem && wholeText(job.problem);
      toast.error(t("toast.failed", { title: titleOf(job) }), { description, duration: 15_000 });
    } else if (job.status === "finished" && !quietKinds.has(job.kind)) {
      // A run that was stopped on request is a job done, but not a run finished.
      const message = job.kind === "run.fit" ? "toast.ended" : "toast.finished";
      toast.success(t(message, { title: titleOf(job) }), {
        action: href
          ? { label: tCommon("open"), onClick: () => leave(() => router.push(href)) }
          : undefined,
      });
    }
  });
  return null;
}
