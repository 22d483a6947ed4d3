"use client";

import { CrashPage } from "@/components/shell/crash-page";

export default function StudioError({ reset }: { error: Error; reset: () => void }) {
  return <CrashPage onRetry={reset} />;
}
