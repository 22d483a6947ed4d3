"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Folder, Plus, X } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { ErrorNote, ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import type { Settings } from "@/lib/contracts/environment";

/** The server folders that may be read from. Every change is saved at once. */
export function FoldersCard() {
  const t = useTranslations("auth");
  const queryClient = useQueryClient();
  const settings = useQuery(apiQuery.environment.getSettings.queryOptions());
  const save = useMutation(
    apiQuery.environment.updateSettings.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(apiQuery.environment.getSettings.queryKey(), saved);
        toast.success(t("folders.saved"));
      },
    }),
  );
  const issues = useIssues(save, ["importFolders", "modelFolders"]);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("folders.title")}</CardTitle>
        <CardDescription>{t("folders.description")}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-5">
        {settings.isPending && <Skeleton className="h-24" />}
        {settings.isError && (
          <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
        )}
        {settings.data && (
          <div className="grid grid-cols-1 gap-6 md:grid-cols-2">
            <FolderList
              label={t("folders.importFolders")}
              help={t("folders.importHelp")}
              placeholder={t("folders.importPlaceholder")}
              folders={settings.data.importFolders}
              refused={issues.of("importFolders")}
              onEdit={save.reset}
              onChange={(importFolders, onSuccess) =>
                save.mutate({ ...settings.data, importFolders }, { onSuccess })
              }
            />
            <FolderList
              label={t("folders.modelFolders")}
              help={t("folders.modelHelp")}
              placeholder={t("folders.modelPlaceholder")}
              folders={settings.data.modelFolders}
              refused={issues.of("modelFolders")}
              onEdit={save.reset}
              onChange={(modelFolders, onSuccess) =>
                save.mutate({ ...settings.data, modelFolders }, { onSuccess })
              }
            />
          </div>
        )}
        <ErrorNote error={issues.rest} />
      </CardContent>
    </Card>
  );
}

function FolderList({
  label,
  help,
  placeholder,
  folders,
  refused,
  onEdit,
  onChange,
}: {
  label: string;
  help: string;
  placeholder: string;
  folders: Settings["importFolders"];
  /** What the server found wrong with the folder that was added last. */
  refused: string | undefined;
  onEdit: () => void;
  /** `onSaved` clears what was typed; a folder that is refused can be corrected. */
  onChange: (folders: string[], onSaved?: () => void) => void;
}) {
  const t = useTranslations("auth");
  const [draft, setDraft] = useState("");
  const [mistake, setMistake] = useState<"notAbsolute" | "duplicate" | null>(null);
  const add = () => {
    const path = draft.trim();
    if (path === "") return;
    if (!path.startsWith("/")) return setMistake("notAbsolute");
    if (folders.includes(path)) return setMistake("duplicate");
    setMistake(null);
    onChange([...folders, path], () => setDraft(""));
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Field label={label} help={help} error={mistake ? t(`folders.${mistake}`) : refused}>
        {(ids) => (
          <div className="flex gap-1.5">
            <Input
              {...ids}
              className="font-mono"
              spellCheck={false}
              placeholder={placeholder}
              value={draft}
              onChange={(event) => {
                setDraft(event.target.value);
                setMistake(null);
                onEdit();
              }}
            />
            <Button type="submit" variant="outline" disabled={draft.trim() === ""}>
              <Plus />
              {t("folders.add")}
            </Button>
          </div>
        )}
      </Field>
      <ul className="flex flex-col">
        {folders.length === 0 && <li className="text-muted-foreground">{t("folders.empty")}</li>}
        {folders.map((path) => (
          <li key={path} className="flex h-8 items-center gap-2">
            <Folder className="size-4 shrink-0 text-muted-foreground" aria-hidden />
            <span className="min-w-0 flex-1 truncate font-mono text-sm" title={path}>
              {path}
            </span>
            <Button
              variant="ghost"
              size="icon-xs"
              aria-label={t("folders.remove", { path })}
              onClick={() => onChange(folders.filter((one) => one !== path))}
            >
              <X />
            </Button>
          </li>
        ))}
      </ul>
    </form>
  );
}
