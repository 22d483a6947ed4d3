"use client";

import { ScrollText } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import type { Run } from "@/lib/contracts/runs";
import { useFormat } from "@/lib/i18n/use-format";
import { useRunLog } from "./use-run-log";

/** What the trainer wrote, following its end until the reader scrolls up. */
export function RunLog({ run }: { run: Run }) {
  const t = useTranslations("runs");
  const format = useFormat();
  const query = useRunLog(run);
  const [following, setFollowing] = useState(true);
  const view = useRef<HTMLPreElement>(null);
  const text = query.data?.text ?? "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves when text is added.
  useEffect(() => {
    if (following && view.current) view.current.scrollTop = view.current.scrollHeight;
  }, [following, text]);
  if (query.isPending) return <Skeleton className="h-80" />;
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (text === "") {
    return (
      <EmptyState
        icon={ScrollText}
        title={run.attempt === 0 ? t("log.notStarted") : t("log.empty")}
      />
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-4">
        {query.data?.cut && (
          <span className="text-muted-foreground text-sm">
            {t("log.earlier", { size: format.bytes(text.length) })}
          </span>
        )}
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control. */}
        <label className="ml-auto flex items-center gap-2 text-sm">
          <Switch checked={following} onCheckedChange={setFollowing} />
          {t("log.follow")}
        </label>
      </div>
      <pre
        ref={view}
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it.
        tabIndex={0}
        aria-label={t("tabs.log")}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          setFollowing(scrollHeight - scrollTop - clientHeight < 24);
        }}
        className="h-[max(20rem,calc(100dvh-24rem))] overflow-auto whitespace-pre-wrap break-all rounded-lg border bg-card p-3 font-mono text-sm leading-relaxed"
      >
        {text}
      </pre>
    </div>
  );
}
