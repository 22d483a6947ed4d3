"use client";

import { Archive, ArchiveRestore, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import type { RecordKind } from "./record-kinds";
import { RemoveRecordsDialog } from "./remove-records-dialog";
import { RenameRecordDialog } from "./rename-record-dialog";
import { useUpdateRecord } from "./use-update-record";

interface RecordMenuProps {
  kind: RecordKind;
  record: { id: string; name: string; archived: boolean };
  mayChange: boolean;
  mayRemove: boolean;
  onRemoved?: () => void;
  /** In a row of a table. */
  small?: boolean;
}

/** Rename, archive and delete, for who may. */
export function RecordMenu(props: RecordMenuProps) {
  const t = useTranslations("records");
  const { kind, record, mayChange, mayRemove, onRemoved, small = false } = props;
  const [dialog, setDialog] = useState<"rename" | "remove" | null>(null);
  const toggleArchive = useArchive(kind, record);
  if (!mayChange && !mayRemove) return null;
  const close = () => setDialog(null);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant={small ? "ghost" : "outline"}
            size={small ? "icon-xs" : "icon"}
            aria-label={`${t("actions")}: ${record.name}`}
            onClick={(event) => event.stopPropagation()}
          >
            <Ellipsis />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {mayChange && (
            <>
              <DropdownMenuItem onSelect={() => setDialog("rename")}>
                <Pencil />
                {t("rename")}
              </DropdownMenuItem>
              <DropdownMenuItem onSelect={toggleArchive}>
                {record.archived ? <ArchiveRestore /> : <Archive />}
                {record.archived ? t("unarchive") : t("archive")}
              </DropdownMenuItem>
            </>
          )}
          {mayChange && mayRemove && <DropdownMenuSeparator />}
          {mayRemove && (
            <DropdownMenuItem variant="destructive" onSelect={() => setDialog("remove")}>
              <Trash2 />
              {t("delete")}
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <RenameRecordDialog
        open={dialog === "rename"}
        kind={kind}
        id={record.id}
        name={record.name}
        onClose={close}
      />
      <RemoveRecordsDialog
        open={dialog === "remove"}
        kind={kind}
        ids={[record.id]}
        onClose={close}
        {...(onRemoved ? { onRemoved } : {})}
      />
    </>
  );
}

function useArchive(kind: RecordKind, record: RecordMenuProps["record"]): () => void {
  const t = useTranslations("records");
  const problemText = useProblemText();
  const { mutate } = useUpdateRecord(kind, record.id);
  return () =>
    mutate(
      { archived: !record.archived },
      {
        onSuccess: () => {
          const said = record.archived ? "unarchivedDone" : "archivedDone";
          toast.success(t(said, { name: record.name }));
        },
        onError: (error) => {
          const { title, message, hint } = problemText(error);
          toast.error(message || title, { description: hint });
        },
      },
    );
}
