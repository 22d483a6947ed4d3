"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Cylinder, Pencil, Plus, X } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Card,
  CardAction,
  CardContent,
  CardDescription,
  CardHeader,
  CardTitle,
} from "@/components/ui/card";
import { ErrorNote, ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { apiQuery } from "@/lib/api-client";
import type { Bucket } from "@/lib/contracts/remote";
import { BucketDialog } from "./bucket-dialog";

/** Buckets with what opens them; secrets go in and never come out. */
export function BucketsCard() {
  const t = useTranslations("auth");
  const queryClient = useQueryClient();
  const buckets = useQuery(apiQuery.remote.listBuckets.queryOptions());
  const [edited, setEdited] = useState<Bucket | "new" | null>(null);
  const remove = useMutation(
    apiQuery.remote.deleteBucket.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: apiQuery.remote.key() });
        toast.success(t("buckets.removed"));
      },
    }),
  );
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("buckets.title")}</CardTitle>
        <CardAction>
          <Button size="sm" variant="outline" onClick={() => setEdited("new")}>
            <Plus />
            {t("buckets.add")}
          </Button>
        </CardAction>
        <CardDescription>{t("buckets.description")}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        {buckets.isPending && <Skeleton className="h-10" />}
        {buckets.isError && (
          <ErrorState error={buckets.error} onRetry={() => void buckets.refetch()} />
        )}
        <ul className="flex flex-col">
          {buckets.data?.length === 0 && (
            <li className="text-muted-foreground">{t("buckets.empty")}</li>
          )}
          {buckets.data?.map((one) => (
            <li key={one.bucket} className="flex h-8 items-center gap-3">
              <Cylinder className="size-4 shrink-0 text-muted-foreground" aria-hidden />
              <span className="shrink-0 font-mono text-sm">s3://{one.bucket}</span>
              <span className="min-w-0 flex-1 truncate text-muted-foreground text-sm">
                {[one.endpoint, one.region, one.accessKeyId || t("buckets.public")].join(" · ")}
              </span>
              <Button
                variant="ghost"
                size="icon-xs"
                aria-label={t("buckets.edit", { bucket: one.bucket })}
                onClick={() => setEdited(one)}
              >
                <Pencil />
              </Button>
              <Button
                variant="ghost"
                size="icon-xs"
                aria-label={t("buckets.remove", { bucket: one.bucket })}
                onClick={() => remove.mutate({ bucket: one.bucket })}
              >
                <X />
              </Button>
            </li>
          ))}
        </ul>
        <ErrorNote error={remove.error} />
      </CardContent>
      <BucketDialog edited={edited} onClose={() => setEdited(null)} />
    </Card>
  );
}
