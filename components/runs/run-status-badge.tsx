"use client";

import {
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  Unplug,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/cn";
import type { RunStatus } from "@/lib/contracts/runs";
import { isActive } from "@/lib/run-status";

const looks: Record<
  RunStatus,
  { icon: LucideIcon; variant: "default" | "secondary" | "success" | "destructive" | "warning" }
> = {
  queued: { icon: CircleDashed, variant: "secondary" },
  starting: { icon: LoaderCircle, variant: "default" },
  running: { icon: LoaderCircle, variant: "default" },
  stopping: { icon: LoaderCircle, variant: "warning" },
  finished: { icon: CircleCheck, variant: "success" },
  stopped: { icon: CircleSlash, variant: "secondary" },
  failed: { icon: CircleX, variant: "destructive" },
  lost: { icon: Unplug, variant: "destructive" },
};

export function RunStatusBadge({ status }: { status: RunStatus }) {
  const t = useTranslations("runs");
  const { icon: Icon, variant } = looks[status];
  return (
    <Badge variant={variant}>
      <Icon
        aria-hidden
        className={cn(isActive(status) && "animate-spin [animation-duration:2s]")}
      />
      {t(`status.${status}`)}
    </Badge>
  );
}
