"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import type { Run } from "@/lib/contracts/runs";
import { readTags } from "../table/tags-dialog";
import { RunComments } from "./run-comments";

/** What people keep about a run: notes and tags, and what they say to each other. */
export function RunNotes({ run }: { run: Run }) {
  const mayChange = useMay("run.launch");
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      {mayChange ? <NotesForm key={run.id} run={run} /> : <NotesCard run={run} />}
      <RunComments run={run} />
    </div>
  );
}

function NotesCard({ run }: { run: Run }) {
  const t = useTranslations("runs.notes");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        <p className="whitespace-pre-wrap break-words">{run.notes || t("empty")}</p>
        <p className="flex flex-wrap gap-1.5">
          {run.tags.map((tag) => (
            <Badge key={tag} variant="outline">
              {tag}
            </Badge>
          ))}
        </p>
      </CardContent>
    </Card>
  );
}

function NotesForm({ run }: { run: Run }) {
  const t = useTranslations("runs.notes");
  const cache = useQueryClient();
  // null: as they are kept, also when somebody else changes them.
  const [draft, setDraft] = useState<{ notes: string; tags: string } | null>(null);
  const { notes, tags } = draft ?? { notes: run.notes, tags: run.tags.join(", ") };
  const save = useMutation(
    apiQuery.runs.update.mutationOptions({
      onSuccess: (changed) => {
        cache.setQueryData(apiQuery.runs.get.queryKey({ input: { runId: run.id } }), changed);
        setDraft(null);
      },
    }),
  );
  const issues = useIssues(save, ["notes", "tags"]);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <CardContent>
        <form
          {...issues.form}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({ runId: run.id, notes, tags: readTags(tags) });
          }}
        >
          <Field label={t("help")} error={issues.of("notes")}>
            {(ids) => (
              <Textarea
                {...ids}
                rows={8}
                maxLength={20_000}
                value={notes}
                onChange={(event) => setDraft({ notes: event.target.value, tags })}
              />
            )}
          </Field>
          <Field label={t("tags")} help={t("tagsHelp")} error={issues.of("tags")}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={400}
                value={tags}
                onChange={(event) => setDraft({ notes, tags: event.target.value })}
              />
            )}
          </Field>
          <ErrorNote error={issues.rest} />
          <Button
            type="submit"
            className="self-start"
            disabled={draft === null}
            loading={save.isPending}
          >
            {t("save")}
          </Button>
        </form>
      </CardContent>
    </Card>
  );
}
