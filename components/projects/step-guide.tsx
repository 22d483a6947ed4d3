"use client";

import { ArrowRight, Check } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import type { Permission } from "@/lib/contracts/auth";
import { nextStep, type Standing, type Step, steps, stepsTaken } from "./next-step";

const needed: Record<Step, Permission> = {
  import: "scene.import",
  label: "label.write",
  freeze: "dataset.freeze",
  train: "run.launch",
  predict: "prediction.create",
};

/** Shows a newcomer where they are on the way from imagery to predictions, and the next step. */
export function StepGuide({ projectId, standing }: { projectId: string; standing: Standing }) {
  const { permissions } = useMe();
  const t = useTranslations("projects");
  const taken = stepsTaken(standing);
  const next = nextStep(standing);
  if (next === null) return null;
  const base = `/projects/${projectId}`;
  const hrefs: Record<Step, string> = {
    import: `${base}?import=1`,
    label: `${base}/label`,
    freeze: `${base}/datasets/new`,
    train: `${base}/runs/new`,
    predict: `${base}/models`,
  };
  return (
    <section
      aria-label={t("guide.title")}
      className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg border bg-card px-4 py-3"
    >
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-2">
        {steps.map((step, index) => (
          <li
            key={step}
            aria-current={step === next ? "step" : undefined}
            className={cn(
              "flex items-center gap-1.5 whitespace-nowrap text-muted-foreground",
              step === next && "font-medium text-foreground",
            )}
          >
            {index > 0 && <span aria-hidden className="mx-1.5 h-px w-5 bg-border" />}
            <span
              className={cn(
                "inline-flex size-5 items-center justify-center rounded-full border text-xs",
                taken[step] && "border-transparent bg-success/15 text-success",
                step === next && "border-primary text-primary",
              )}
            >
              {taken[step] ? <Check className="size-3" strokeWidth={3} /> : index + 1}
            </span>
            {t(`guide.steps.${step}`)}
          </li>
        ))}
      </ol>
      <p className="min-w-48 flex-1 text-muted-foreground">{t(`guide.hints.${next}`)}</p>
      {permissions.includes(needed[next]) && (
        <Button asChild>
          <Link href={hrefs[next]}>
            {t(`guide.actions.${next}`)}
            <ArrowRight />
          </Link>
        </Button>
      )}
    </section>
  );
}
