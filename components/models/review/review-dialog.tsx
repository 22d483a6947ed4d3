"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { Textarea } from "@/components/ui/textarea";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import type { ReviewStatus } from "@/lib/contracts/model-reviews";
import type { Model } from "@/lib/contracts/models";

/** Says what follows from a decision, and asks for its reason. */
export function ReviewDialog({
  model,
  status,
  onClose,
}: {
  model: Model;
  /** null: closed. */
  status: ReviewStatus | null;
  onClose: () => void;
}) {
  const t = useTranslations("review");
  return (
    <Dialog open={status !== null} onOpenChange={(next) => !next && onClose()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("dialogTitle", { status: status ?? "" })}</DialogTitle>
          <DialogDescription>{t("dialogText", { status: status ?? "" })}</DialogDescription>
        </DialogHeader>
        {status && <ReviewForm model={model} status={status} onClose={onClose} />}
      </DialogContent>
    </Dialog>
  );
}

function ReviewForm({
  model,
  status,
  onClose,
}: {
  model: Model;
  status: ReviewStatus;
  onClose: () => void;
}) {
  const t = useTranslations("review");
  const tCommon = useTranslations("common");
  const cache = useQueryClient();
  const [reason, setReason] = useState("");
  const review = useMutation(
    apiQuery.models.review.mutationOptions({
      onSuccess: async () => {
        onClose();
        toast.success(t(status, { name: model.name }));
        await Promise.all(
          (["get", "list", "listReviews", "listOffered", "getDefault"] as const).map((query) =>
            cache.invalidateQueries({ queryKey: apiQuery.models[query].key() }),
          ),
        );
      },
    }),
  );
  const issues = useIssues(review, ["reason"]);
  const isNeeded = status === "rejected";
  return (
    <form
      {...issues.form}
      onSubmit={(event) => {
        event.preventDefault();
        review.mutate({ modelId: model.id, status, reason });
      }}
    >
      <DialogBody className="flex flex-col gap-3">
        <Field label={isNeeded ? t("reason") : t("reasonOptional")} error={issues.of("reason")}>
          {(ids) => (
            <Textarea
              {...ids}
              autoFocus
              rows={3}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <ErrorNote error={issues.rest} />
      </DialogBody>
      <SubmitFooter
        onCancel={onClose}
        variant={isNeeded ? "destructive" : "default"}
        disabled={isNeeded && reason.trim() === ""}
        loading={review.isPending}
      >
        {status === "approved" ? t("approve") : isNeeded ? t("rejectNow") : tCommon("save")}
      </SubmitFooter>
    </form>
  );
}
