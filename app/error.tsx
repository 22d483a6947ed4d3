"use client";

import { CrashPage } from "@/components/shell/crash-page";

export default function RootError({ reset }: { error: Error; reset: () => void }) {
  return <CrashPage onRetry={reset} />;
}
