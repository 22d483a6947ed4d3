"use client";

import { useQuery } from "@tanstack/react-query";
import { Star, Undo2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { apiQuery } from "@/lib/api-client";
import { useSetDefaultModel } from "./use-default-model";

/** Which model is the default, and the way back to the one before; nothing where there never was one. */
export function DefaultLine({ projectId }: { projectId: string }) {
  const t = useTranslations("review");
  const mayReview = useMay("model.write");
  const { data } = useQuery(apiQuery.models.getDefault.queryOptions({ input: { projectId } }));
  const choose = useSetDefaultModel();
  if (!data || (data.current === null && data.previous === null)) return null;
  const { current, previous } = data;
  return (
    <p className="flex flex-wrap items-center gap-2">
      <Star className="size-4 text-primary" aria-hidden />
      <span>
        {current
          ? t.rich("defaultLine", {
              name: current.name,
              model: (name) => (
                <Link
                  href={`/projects/${projectId}/models/${current.id}`}
                  className="font-medium hover:underline"
                >
                  {name}
                </Link>
              ),
            })
          : t("noDefaultLine")}
      </span>
      {mayReview && previous && (
        <Button
          variant="outline"
          size="sm"
          loading={choose.isPending}
          onClick={() => choose.mutate({ projectId, modelId: previous.id })}
        >
          {!choose.isPending && <Undo2 />}
          {t("goBack", { name: previous.name })}
        </Button>
      )}
    </p>
  );
}
