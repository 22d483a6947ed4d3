"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";

const sections = [
  { key: "overview", path: "" },
  { key: "label", path: "/label" },
  { key: "review", path: "/review" },
  { key: "datasets", path: "/datasets" },
  { key: "runs", path: "/runs" },
  { key: "models", path: "/models" },
] as const;

/** The stations of the circle, in the order in which a newcomer walks it. */
export function SectionNav({ projectId }: { projectId: string }) {
  const t = useTranslations("common");
  const pathname = usePathname();
  const mayReview = useMay("label.review");
  const base = `/projects/${projectId}`;
  return (
    <nav aria-label={t("nav.main")} className="ml-1 flex items-center gap-0.5 overflow-x-auto">
      {sections
        .filter(({ key }) => key !== "review" || mayReview)
        .map(({ key, path }) => {
          const href = `${base}${path}`;
          const active = path === "" ? pathname === base : pathname.startsWith(href);
          return (
            <Link
              key={key}
              href={href}
              aria-current={active ? "page" : undefined}
              className={cn(
                "inline-flex h-8 items-center whitespace-nowrap rounded-md px-2.5 font-medium text-muted-foreground transition-colors hover:bg-accent hover:text-foreground",
                active && "bg-accent text-foreground",
              )}
            >
              {t(`nav.${key}`)}
            </Link>
          );
        })}
    </nav>
  );
}
