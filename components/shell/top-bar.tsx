"use client";

import { Cpu, Search, ShieldCheck } from "lucide-react";
import { usePathname } from "next/navigation";
import type { ComponentType } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { JobTray } from "@/components/jobs/job-tray";
import { UploadRow } from "@/components/scenes/upload-row";
import { useUploads } from "@/components/scenes/use-uploads";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { LiveIndicator } from "./live-indicator";
import { Logo } from "./logo";
import { ProjectSwitcher } from "./project-switcher";
import { SectionNav } from "./section-nav";
import { useModifierKey } from "./use-modifier-key";
import { UserMenu } from "./user-menu";

export function TopBar({
  projectId,
  onOpenPalette,
}: {
  projectId: string | null;
  onOpenPalette: () => void;
}) {
  const t = useTranslations("common");
  const mayManage = useMay("people.manage");
  const modifier = useModifierKey();
  const uploads = useUploads();
  return (
    <header className="flex h-11 shrink-0 items-center gap-1 border-b bg-sidebar px-2">
      <Tooltip content={t("nav.allProjects")}>
        <Link
          href="/projects"
          aria-label={t("nav.allProjects")}
          className="inline-flex size-8 shrink-0 items-center justify-center rounded-md hover:bg-accent"
        >
          <Logo className="size-5" />
        </Link>
      </Tooltip>
      <ProjectSwitcher projectId={projectId} />
      {projectId && <SectionNav projectId={projectId} />}
      <div className="ml-auto flex items-center gap-0.5">
        <Button
          variant="outline"
          size="sm"
          className="mr-1 text-muted-foreground"
          aria-label={t("palette.title")}
          aria-keyshortcuts="Control+K Meta+K"
          onClick={onOpenPalette}
        >
          <Search />
          <span className="hidden lg:inline">{t("search")}</span>
          <Kbd>{modifier}K</Kbd>
        </Button>
        <LiveIndicator />
        <JobTray
          uploadCount={uploads.length}
          uploads={uploads.map((task) => <UploadRow key={task.id} task={task} />)}
        />
        <BarLink href="/environment" icon={Cpu} label={t("nav.environment")} />
        {mayManage && (
          <BarLink href="/administration" icon={ShieldCheck} label={t("nav.administration")} />
        )}
        <UserMenu />
      </div>
    </header>
  );
}

function BarLink({
  href,
  icon: Icon,
  label,
}: {
  href: string;
  icon: ComponentType<{ className?: string }>;
  label: string;
}) {
  const active = usePathname().startsWith(href);
  return (
    <Tooltip content={label}>
      <Link
        href={href}
        aria-label={label}
        aria-current={active ? "page" : undefined}
        className={cn(
          "inline-flex size-8 items-center justify-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground",
          active && "bg-accent text-foreground",
        )}
      >
        <Icon className="size-4" />
      </Link>
    </Tooltip>
  );
}
