"use client";

import { useTranslations } from "use-intl";
import { ErrorNote } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import type { RunInspection as Found } from "@/lib/contracts/inspections";
import { useFormat } from "@/lib/i18n/use-format";
import type { Inspection } from "./use-inspection";

/** The layers that were really found in the model, and how many weights of each are trained. */
export function RunInspection({ inspection }: { inspection: Inspection }) {
  const t = useTranslations("runs");
  const { found, isCurrent, error } = inspection;
  return (
    <section
      aria-label={t("inspection.title")}
      aria-busy={!isCurrent}
      className="flex flex-col gap-2 border-t pt-3"
    >
      <h3 className="font-medium">{t("inspection.title")}</h3>
      {error ? (
        <ErrorNote error={error} />
      ) : found ? (
        <div className={cn("flex flex-col gap-2 transition-opacity", !isCurrent && "opacity-50")}>
          <Total found={found} />
          <Modules found={found} />
          <Whole found={found} />
        </div>
      ) : (
        <>
          <p className="text-muted-foreground text-sm">{t("inspection.counting")}</p>
          <Skeleton className="h-16" />
        </>
      )}
    </section>
  );
}

function Total({ found }: { found: Found }) {
  const t = useTranslations("runs");
  const format = useFormat();
  const share = found.trainableParameters / Math.max(1, found.totalParameters);
  return (
    <Row name={t("form.trainable")}>
      <strong>{format.count(found.trainableParameters)}</strong>
      <span className="block text-muted-foreground text-sm">
        {t("inspection.ofAll", {
          share: format.percent(share),
          total: format.compact(found.totalParameters),
        })}
      </span>
    </Row>
  );
}

function Modules({ found }: { found: Found }) {
  const t = useTranslations("runs");
  const format = useFormat();
  if (found.modules.length === 0) return null;
  const heading = found.method === "layernorm" ? "inspection.norms" : "inspection.adapters";
  return (
    <div>
      <h4 className="text-muted-foreground text-sm">{t(heading, { count: found.moduleCount })}</h4>
      <ul className="mt-1 flex max-h-56 flex-col gap-1 overflow-y-auto">
        {found.modules.map((module) => {
          const { name, inFeatures, outFeatures, places } = module;
          const widths =
            inFeatures === null || outFeatures === null
              ? null
              : t("inspection.widths", { from: inFeatures, to: outFeatures });
          return (
            <li key={`${name} ${widths}`}>
              <Row
                mono
                name={shortPath(name)}
                title={`${name}\n${t("inspection.places", { places: places.join(", ") })}`}
                note={[`×${module.count}`, widths].filter(Boolean).join("  ")}
              >
                {format.count(module.parameters)}
              </Row>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Whole({ found }: { found: Found }) {
  const t = useTranslations("runs");
  const format = useFormat();
  const words: Record<string, string> = {
    all: t("inspection.everything"),
    biases: t("inspection.biases"),
  };
  if (found.whole.length === 0 || found.method === "full") return null;
  return (
    <div>
      <h4 className="text-muted-foreground text-sm">{t("inspection.whole")}</h4>
      <ul className="mt-1 flex flex-col gap-1">
        {found.whole.map(({ name, parameters }) => (
          <li key={name}>
            <Row mono={!words[name]} name={words[name] ?? shortPath(name)} title={name}>
              {format.count(parameters)}
            </Row>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The end of a path says what a layer is; the rest is the same for all. */
function shortPath(name: string): string {
  const parts = name.split(".").filter((part) => part !== "*");
  return parts.slice(-2).join(".");
}

function Row({
  name,
  title,
  note,
  mono = false,
  children,
}: {
  name: string;
  title?: string;
  note?: string;
  mono?: boolean;
  children: React.ReactNode;
}) {
  return (
    <div className="flex items-baseline justify-between gap-3" title={title}>
      <span className="min-w-0 truncate">
        <span className={cn(mono && "font-mono text-sm")}>{name}</span>
        {note && <span className="ml-2 whitespace-pre text-muted-foreground text-sm">{note}</span>}
      </span>
      <span className="shrink-0 text-right tabular-nums">{children}</span>
    </div>
  );
}
