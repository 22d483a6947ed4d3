"use client";

import { MapPinOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

export function NotFoundPage() {
  const t = useTranslations("common");
  return (
    <div className="flex min-h-[70vh] flex-col items-center justify-center gap-1 p-8 text-center">
      <MapPinOff className="mb-2 size-8 text-muted-foreground/70" aria-hidden />
      <h1 className="font-semibold text-lg">{t("notFound.title")}</h1>
      <p className="text-muted-foreground">{t("notFound.description")}</p>
      <Button asChild variant="outline" className="mt-4">
        <Link href="/projects">{t("notFound.action")}</Link>
      </Button>
    </div>
  );
}
