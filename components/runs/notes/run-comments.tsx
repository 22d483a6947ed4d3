"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay, useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-state";
import { Loaded } from "@/components/ui/loaded";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import { RelativeTime } from "@/components/ui/time";
import { apiQuery } from "@/lib/api-client";
import type { RunComment } from "@/lib/contracts/run-comments";
import type { Run } from "@/lib/contracts/runs";

/** What people said about a run, and a place to say more. */
export function RunComments({ run }: { run: Run }) {
  const t = useTranslations("runs.notes");
  const input = { runId: run.id };
  const comments = useQuery(apiQuery.runs.listComments.queryOptions({ input }));
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("comments")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <Loaded query={comments} placeholder={<Skeleton className="h-16" />}>
          {(all) =>
            all.length === 0 ? (
              <p className="text-muted-foreground">{t("none")}</p>
            ) : (
              <ul className="flex flex-col gap-3">
                {all.map((comment) => (
                  <CommentLine key={comment.id} comment={comment} />
                ))}
              </ul>
            )
          }
        </Loaded>
        <CommentForm runId={run.id} />
      </CardContent>
    </Card>
  );
}

function useReread(runId: string): () => Promise<void> {
  const cache = useQueryClient();
  return () =>
    cache.invalidateQueries({ queryKey: apiQuery.runs.listComments.key({ input: { runId } }) });
}

function CommentLine({ comment }: { comment: RunComment }) {
  const t = useTranslations("runs.notes");
  const me = useMe();
  const mayDeleteAll = useMay("run.delete");
  const reread = useReread(comment.runId);
  const remove = useMutation(apiQuery.runs.deleteComment.mutationOptions({ onSuccess: reread }));
  const mayDelete = mayDeleteAll || comment.author?.id === me.id;
  return (
    <li className="group flex flex-col gap-0.5">
      <p className="flex items-center gap-2 text-muted-foreground text-sm">
        <span className="font-medium text-foreground">{comment.author?.name ?? t("nobody")}</span>
        <RelativeTime atMs={comment.atMs} />
        {mayDelete && (
          <Button
            variant="ghost"
            size="icon-xs"
            className="ml-auto"
            aria-label={t("delete")}
            loading={remove.isPending}
            onClick={() => remove.mutate({ runId: comment.runId, commentId: comment.id })}
          >
            {!remove.isPending && <Trash2 />}
          </Button>
        )}
      </p>
      <p className="whitespace-pre-wrap break-words">{comment.text}</p>
      <ErrorNote error={remove.error} />
    </li>
  );
}

function CommentForm({ runId }: { runId: string }) {
  const t = useTranslations("runs.notes");
  const [text, setText] = useState("");
  const reread = useReread(runId);
  const create = useMutation(
    apiQuery.runs.createComment.mutationOptions({
      onSuccess: async () => {
        setText("");
        await reread();
      },
    }),
  );
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ runId, text });
      }}
    >
      <Textarea
        aria-label={t("write")}
        placeholder={t("write")}
        rows={3}
        maxLength={5000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ErrorNote error={create.error} />
      <Button
        type="submit"
        variant="outline"
        className="self-end"
        disabled={text.trim() === ""}
        loading={create.isPending}
      >
        {t("send")}
      </Button>
    </form>
  );
}
