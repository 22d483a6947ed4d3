"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
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
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import type { Bucket } from "@/lib/contracts/remote";

const fresh: Bucket = {
  bucket: "",
  endpoint: "https://s3.us-east-1.amazonaws.com",
  region: "us-east-1",
  addressing: "path",
  accessKeyId: "",
  isPrivate: false,
};
const texts = ["bucket", "region", "endpoint", "accessKeyId"] as const;
const names = {
  bucket: "buckets.bucket",
  endpoint: "buckets.endpoint",
  region: "buckets.region",
  accessKeyId: "buckets.accessKey",
} as const;

export function BucketDialog({
  edited,
  onClose,
}: {
  edited: Bucket | "new" | null;
  onClose: () => void;
}) {
  return (
    <Dialog open={edited !== null} onOpenChange={(next) => !next && onClose()}>
      <DialogContent className="max-w-lg">
        {edited && <BucketForm saved={edited === "new" ? null : edited} onClose={onClose} />}
      </DialogContent>
    </Dialog>
  );
}

function BucketForm({ saved, onClose }: { saved: Bucket | null; onClose: () => void }) {
  const t = useTranslations("auth");
  const queryClient = useQueryClient();
  const [bucket, setBucket] = useState(saved ?? fresh);
  const [secretAccessKey, setSecret] = useState("");
  const save = useMutation(
    apiQuery.remote.saveBucket.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: apiQuery.remote.key() });
        toast.success(t("buckets.saved"));
        onClose();
      },
    }),
  );
  const issues = useIssues(save, [...texts, "secretAccessKey"]);
  const set = (part: Partial<Bucket>) => setBucket({ ...bucket, ...part });
  return (
    <form
      {...issues.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ ...bucket, ...(secretAccessKey === "" ? {} : { secretAccessKey }) });
      }}
    >
      <DialogHeader>
        <DialogTitle>
          {saved ? t("buckets.edit", { bucket: saved.bucket }) : t("buckets.add")}
        </DialogTitle>
        <DialogDescription>{t("buckets.description")}</DialogDescription>
      </DialogHeader>
      <DialogBody className="grid grid-cols-2 gap-3">
        {texts.map((name) => (
          <Field
            key={name}
            label={t(names[name])}
            help={name === "accessKeyId" ? t("buckets.accessKeyHelp") : undefined}
            error={issues.of(name)}
            className={name === "endpoint" ? "col-span-2" : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                className="font-mono text-sm"
                spellCheck={false}
                autoComplete="off"
                required={name !== "accessKeyId"}
                disabled={name === "bucket" && saved !== null}
                value={bucket[name]}
                onChange={(event) => set({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Field
          label={t("buckets.secret")}
          help={saved ? t("buckets.secretKept") : undefined}
          error={issues.of("secretAccessKey")}
        >
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="new-password"
              disabled={bucket.accessKeyId === ""}
              value={secretAccessKey}
              onChange={(event) => setSecret(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("buckets.addressing")} className="col-span-2">
          <SegmentedControl
            aria-label={t("buckets.addressing")}
            value={bucket.addressing}
            onValueChange={(addressing) => set({ addressing })}
            segments={[
              { value: "path", label: t("buckets.path") },
              { value: "host", label: t("buckets.host") },
            ]}
          />
        </Field>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the tick is inside. */}
        <label className="col-span-2 flex items-center gap-2">
          <Checkbox
            checked={bucket.isPrivate}
            onCheckedChange={(next) => set({ isPrivate: next === true })}
          />
          {t("buckets.private")}
        </label>
        <ErrorNote error={issues.rest} className="col-span-2" />
      </DialogBody>
      <SubmitFooter onCancel={onClose} loading={save.isPending}>
        {t("buckets.save")}
      </SubmitFooter>
    </form>
  );
}
