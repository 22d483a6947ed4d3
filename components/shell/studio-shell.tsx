"use client";

import { useParams } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { JobToasts } from "@/components/jobs/job-toasts";
import { projectIdSchema } from "@/lib/contracts/common";
import { CacheTopic, LiveProvider } from "@/lib/live/live-provider";
import { CommandPalette } from "./command-palette";
import { TopBar } from "./top-bar";

/** The frame around every page of the studio: top bar, job tray, command palette, live data. */
export function StudioShell({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  const projectId = useProjectId();
  const [paletteOpen, setPaletteOpen] = useState(false);
  return (
    <LiveProvider>
      <CacheTopic topic={projectId && `project:${projectId}`} />
      <JobToasts />
      <a
        href="#content"
        className="sr-only z-60 rounded-md bg-popover px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("skipToContent")}
      </a>
      <div className="flex h-dvh flex-col">
        <TopBar projectId={projectId} onOpenPalette={() => setPaletteOpen(true)} />
        <main id="content" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
          {children}
        </main>
      </div>
      <CommandPalette projectId={projectId} open={paletteOpen} onOpenChange={setPaletteOpen} />
    </LiveProvider>
  );
}

/** The project of the page on screen, from its address. */
function useProjectId(): string | null {
  const { projectId } = useParams();
  return projectIdSchema.safeParse(projectId).data ?? null;
}
