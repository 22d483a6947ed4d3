"use client";

import { notifyManager, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useState } from "react";
import { Toaster } from "@/components/ui/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";
import { LocaleProvider } from "@/lib/i18n/locale-provider";
import type { Locale } from "@/lib/i18n/locales";
import { inNextFrame } from "@/lib/in-next-frame";
import { toProblem } from "@/lib/to-problem";

// Answers that come together are drawn together: each alone would draw its page once more.
if (typeof window !== "undefined") notifyManager.setScheduler(inNextFrame);

const lastingCodes = new Set(["unauthenticated", "forbidden", "not_found", "invalid_input"]);

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        // The session ended, here or in another tab: the gate of the studio shows the sign-in page.
        if (toProblem(error).code !== "unauthenticated") return;
        if (!window.location.pathname.startsWith("/sign-in")) window.location.reload();
      },
    }),
    defaultOptions: {
      queries: {
        // The event stream says when something has changed; nothing is polled.
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && !lastingCodes.has(toProblem(error).code),
      },
    },
  });
}

/** Everything that every page needs: language, theme, server data, tooltips, toasts. */
export function Providers({
  initialLocale,
  timeZone,
  children,
}: {
  initialLocale: Locale;
  timeZone: string;
  children: ReactNode;
}) {
  const [queryClient] = useState(makeQueryClient);
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <LocaleProvider initialLocale={initialLocale} timeZone={timeZone}>
        <QueryClientProvider client={queryClient}>
          <TooltipProvider delayDuration={350} skipDelayDuration={150}>
            {children}
            <Toaster />
          </TooltipProvider>
        </QueryClientProvider>
      </LocaleProvider>
    </ThemeProvider>
  );
}
