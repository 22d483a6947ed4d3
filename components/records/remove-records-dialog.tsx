"use client";

import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { Lock } from "lucide-react";
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
import { SubmitFooter } from "@/components/ui/submit-footer";
import type { Removal } from "@/lib/contracts/removals";
import { useFormat } from "@/lib/i18n/use-format";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { type RecordKind, recordCalls } from "./record-kinds";

interface RemoveProps {
  kind: RecordKind;
  ids: readonly string[];
  onClose: () => void;
  onRemoved?: (ids: readonly string[]) => void;
}

/** Names what would go, with its size, and what stays because something uses it; then deletes. */
export function RemoveRecordsDialog({ open, ...props }: RemoveProps & { open: boolean }) {
  const t = useTranslations("records.remove");
  const { kind, ids } = props;
  return (
    <Dialog open={open} onOpenChange={(next) => !next && props.onClose()}>
      <DialogContent className="max-w-lg">
        <DialogHeader>
          <DialogTitle>{t("title", { kind, count: ids.length })}</DialogTitle>
          <DialogDescription>{t("text", { kind })}</DialogDescription>
        </DialogHeader>
        {open && <RemoveForm {...props} />}
      </DialogContent>
    </Dialog>
  );
}

function RemoveForm({ kind, ids, onClose, onRemoved }: RemoveProps) {
  const t = useTranslations("records.remove");
  const format = useFormat();
  const { getRemoval } = recordCalls[kind];
  const removals = useQueries({
    queries: ids.map((id) => ({
      queryKey: ["removal", kind, id],
      queryFn: async () => ({ id, ...(await getRemoval(id)) }),
      // Sizes and uses change while nobody looks.
      gcTime: 0,
      retry: false,
    })),
  });
  const known = removals.flatMap((query) => query.data ?? []);
  const going = known.filter((one) => one.blocked === null);
  const staying = known.filter((one) => one.blocked !== null);
  const bytes = going.reduce((sum, one) => sum + one.bytes, 0);
  const measuring = removals.some((query) => query.isPending);
  const remove = useRemoval(kind, onClose, onRemoved);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        remove.mutate(going);
      }}
    >
      <DialogBody className="flex max-h-96 flex-col gap-3 overflow-y-auto">
        {measuring && <p className="text-muted-foreground">{t("measuring")}</p>}
        <ul className="flex flex-col gap-2">
          {going.map((one) => (
            <GoingLine key={one.id} removal={one} />
          ))}
        </ul>
        {going.length > 1 && (
          <p className="num flex justify-between border-t pt-2 font-medium">
            <span>{t("total")}</span>
            <span>{format.bytes(bytes)}</span>
          </p>
        )}
        <StayingList staying={staying} />
        {!measuring && known.length > 0 && going.length === 0 && <p>{t("nothing")}</p>}
        <ErrorNote error={remove.error ?? removals.find((query) => query.error)?.error} />
      </DialogBody>
      <SubmitFooter
        onCancel={onClose}
        variant="destructive"
        disabled={measuring || going.length === 0}
        loading={remove.isPending}
      >
        {t("action", { size: going.length === 0 ? "none" : format.bytes(bytes) })}
      </SubmitFooter>
    </form>
  );
}

type Measured = Removal & { id: string };

function useRemoval(kind: RecordKind, onClose: () => void, onRemoved: RemoveProps["onRemoved"]) {
  const t = useTranslations("records.remove");
  const cache = useQueryClient();
  const { remove, keys } = recordCalls[kind];
  return useMutation({
    mutationFn: async (going: readonly Measured[]) => {
      // One after the other: the first that is refused says why, and what is gone is gone.
      for (const { id } of going) await remove(id);
    },
    onSuccess: (_done, going) => {
      toast.success(t("done", { count: going.length, name: going[0]?.name ?? "" }));
      onClose();
      onRemoved?.(going.map((one) => one.id));
    },
    onSettled: async () => {
      await Promise.all(keys.map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
  });
}

function GoingLine({ removal }: { removal: Measured }) {
  const t = useTranslations("records.remove");
  const format = useFormat();
  const parts = removal.parts.map(({ kind, bytes }) =>
    t(`part.${kind}`, { size: format.bytes(bytes) }),
  );
  return (
    <li className="flex items-baseline gap-3">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{removal.name}</span>
        <span className="block text-muted-foreground text-sm">
          {[removal.modelName && t("withModel", { name: removal.modelName }), ...parts]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      <span className="num">{format.bytes(removal.bytes)}</span>
    </li>
  );
}

function StayingList({ staying }: { staying: readonly Measured[] }) {
  const t = useTranslations("records.remove");
  const problemText = useProblemText();
  if (staying.length === 0) return null;
  return (
    <section className="flex flex-col gap-2 rounded-md bg-muted/60 p-3">
      <h3 className="flex items-center gap-2 font-medium">
        <Lock className="size-4 text-muted-foreground" aria-hidden />
        {t("kept", { count: staying.length })}
      </h3>
      <ul className="flex flex-col gap-2">
        {staying.map((one) => {
          const { message, hint } = problemText({ data: one.blocked });
          return (
            <li key={one.id}>
              <span className="block">{message}</span>
              {hint && <span className="block text-muted-foreground text-sm">{hint}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
