"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
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
import { focusInvalid } from "@/components/ui/focus-invalid";
import { Input } from "@/components/ui/input";
import { NumberInput } from "@/components/ui/number-input";
import { SubmitFooter } from "@/components/ui/submit-footer";
import { Textarea } from "@/components/ui/textarea";
import { type Issues, useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import { tileSizeLimits, tileSizeSchema } from "@/lib/contracts/projects";
import { useLocaleSwitch } from "@/lib/i18n/locale-provider";
import { type ClassDraft, draftsOfNames, findClassMistakes, toClassInputs } from "./class-drafts";
import { ClassListEditor } from "./class-list-editor";
import { classTemplates, templateNames } from "./class-templates";

export function CreateProjectDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent className="max-w-xl">
        <CreateProjectForm onClose={onClose} />
      </DialogContent>
    </Dialog>
  );
}

function CreateProjectForm({ onClose }: { onClose: () => void }) {
  const t = useTranslations("projects");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const queryClient = useQueryClient();
  const { locale } = useLocaleSwitch();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [tileSizePx, setTileSizePx] = useState<number | null>(64);
  const [classes, setClasses] = useState<ClassDraft[]>(() =>
    draftsOfNames(classTemplates.landCover[locale]),
  );
  const [tried, setTried] = useState(false);
  const create = useMutation(
    apiQuery.projects.create.mutationOptions({
      onSuccess: async (project) => {
        await queryClient.invalidateQueries({ queryKey: apiQuery.projects.key() });
        router.push(`/projects/${project.id}`);
      },
    }),
  );
  const errors = {
    name: name.trim() === "" ? t("errors.name") : undefined,
    tileSize: tileSizeSchema.safeParse(tileSizePx).success ? undefined : t("errors.tileSize"),
    classes: classes.length < 2 ? t("errors.classes") : undefined,
  };
  const issues = useIssues(create, ["name", "tileSizePx", "description", "classes"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const wrong = errors.name || errors.tileSize || errors.classes;
    if (wrong || tileSizePx === null || findClassMistakes(classes).size > 0) {
      return focusInvalid(issues.form.ref.current);
    }
    create.mutate({ name, description, tileSizePx, classes: toClassInputs(classes) });
  };
  return (
    <form noValidate {...issues.form} onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogHeader>
        <DialogTitle>{t("create.title")}</DialogTitle>
        <DialogDescription>{t("create.description")}</DialogDescription>
      </DialogHeader>
      <DialogBody className="flex flex-col gap-4">
        <div className="grid grid-cols-[minmax(0,1fr)_9rem] gap-3">
          <Field label={t("name")} error={(tried && errors.name) || issues.of("name")}>
            {(ids) => (
              <Input
                {...ids}
                autoFocus
                maxLength={120}
                value={name}
                placeholder={t("create.namePlaceholder")}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field
            label={t("tileSize")}
            error={(tried && errors.tileSize) || issues.of("tileSizePx")}
          >
            {(ids) => (
              <NumberInput
                {...ids}
                value={tileSizePx}
                onValueChange={setTileSizePx}
                {...tileSizeLimits}
                step={8}
                unit="px"
              />
            )}
          </Field>
        </div>
        <p className="-mt-2 text-muted-foreground text-sm">{t("tileSizeHelp")}</p>
        <Field label={t("description")} unit={tCommon("optional")} error={issues.of("description")}>
          {(ids) => (
            <Textarea
              {...ids}
              rows={2}
              maxLength={2000}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <ClassFieldset
          classes={classes}
          onChange={setClasses}
          showMistakes={tried}
          error={tried ? errors.classes : undefined}
          refused={issues}
        />
      </DialogBody>
      <SubmitFooter
        onCancel={onClose}
        note={<ErrorNote error={issues.rest} className="mr-auto" />}
        loading={create.isPending || create.isSuccess}
      >
        {t("create.action")}
      </SubmitFooter>
    </form>
  );
}

/** The classes, with lists to begin with. */
function ClassFieldset({
  classes,
  onChange,
  showMistakes,
  error,
  refused,
}: {
  classes: readonly ClassDraft[];
  onChange: (classes: ClassDraft[]) => void;
  showMistakes: boolean;
  error: string | undefined;
  refused: Pick<Issues, "of">;
}) {
  const t = useTranslations("projects");
  const { locale } = useLocaleSwitch();
  return (
    <fieldset className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <legend className="float-left font-medium">{t("classes.title")}</legend>
        <div className="ml-auto flex flex-wrap gap-1">
          {templateNames.map((template) => (
            <Button
              key={template}
              variant="outline"
              size="sm"
              onClick={() => onChange(draftsOfNames(classTemplates[template][locale]))}
            >
              {t(`templates.${template}`)}
            </Button>
          ))}
        </div>
      </div>
      <p className="text-muted-foreground text-sm">{t("classes.help")}</p>
      <ClassListEditor
        classes={classes}
        onChange={onChange}
        showMistakes={showMistakes}
        refused={refused}
      />
      {error && (
        <p role="alert" className="text-destructive text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}
