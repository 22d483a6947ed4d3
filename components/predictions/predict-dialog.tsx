"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Sparkles, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { useIssues } from "@/components/ui/use-issues";
import { api, apiQuery } from "@/lib/api-client";
import type { Model } from "@/lib/contracts/models";
import type { Prediction } from "@/lib/contracts/predictions";
import type { Scene } from "@/lib/contracts/scenes";
import { useFormat } from "@/lib/i18n/use-format";
import { matchBands } from "@/lib/match-bands";

/** Chooses a scene and starts a prediction of all its tiles; `children` opens it. */
export function PredictDialog({
  model,
  onStarted,
  children,
}: {
  model: Model;
  onStarted?: (prediction: Prediction) => void;
  children: ReactNode;
}) {
  const t = useTranslations("predictions");
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>{children}</DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("dialog.title")}</DialogTitle>
          <DialogDescription>{t("dialog.description")}</DialogDescription>
        </DialogHeader>
        {open && (
          <SceneForm
            model={model}
            onStarted={(prediction) => {
              setOpen(false);
              toast.success(t("dialog.started"));
              onStarted?.(prediction);
            }}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

function SceneForm({
  model,
  onStarted,
}: {
  model: Model;
  onStarted: (prediction: Prediction) => void;
}) {
  const t = useTranslations("predictions");
  const scenes = useQuery(
    apiQuery.scenes.list.queryOptions({ input: { projectId: model.projectId } }),
  );
  const [chosenId, setChosenId] = useState<string | null>(null);
  const scene =
    scenes.data?.find((one) => one.id === chosenId) ??
    scenes.data?.find((one) => one.kind === "raster") ??
    scenes.data?.[0];
  const create = useMutation({
    mutationFn: (sceneId: string) => api.predictions.create({ sceneId, modelId: model.id }),
    onSuccess: onStarted,
  });
  const choose = (sceneId: string) => {
    create.reset();
    setChosenId(sceneId);
  };
  const issues = useIssues(create, ["sceneId"]);
  const missingBand =
    scene && matchBands(model.recipe, scene.bands).bands.find((band) => band > scene.bandCount);
  return (
    <>
      <DialogBody className="flex flex-col gap-3">
        {scenes.data?.length === 0 ? (
          <p>{t("dialog.noScenes")}</p>
        ) : (
          <Field
            label={t("dialog.scene")}
            help={scene && <SceneFacts scene={scene} />}
            error={issues.of("sceneId")}
          >
            {(ids) => (
              <Select value={scene?.id ?? ""} onValueChange={choose}>
                <SelectTrigger {...ids}>
                  <SelectValue placeholder={t("dialog.chooseScene")} />
                </SelectTrigger>
                <SelectContent>
                  {(scenes.data ?? []).map((one) => (
                    <SelectItem key={one.id} value={one.id}>
                      {one.name}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
            )}
          </Field>
        )}
        {scene && missingBand !== undefined && (
          <Caution>
            {t("dialog.tooFewBands", { band: missingBand, count: scene.bandCount })}
          </Caution>
        )}
        {scene && scene.dtype !== model.recipe.dtype && (
          <Caution>
            {t("dialog.dtypeDiffers", { scene: scene.dtype, model: model.recipe.dtype })}
          </Caution>
        )}
        {scene && scene.tileSizePx !== model.tileSizePx && (
          <Caution>
            {t("dialog.sizeDiffers", { scene: scene.tileSizePx, model: model.tileSizePx })}
          </Caution>
        )}
        <ErrorNote error={issues.rest ?? scenes.error} />
      </DialogBody>
      <DialogFooter>
        <Button
          disabled={!scene || missingBand !== undefined}
          loading={create.isPending}
          onClick={() => scene && create.mutate(scene.id)}
        >
          {!create.isPending && <Sparkles />}
          {t("dialog.start")}
        </Button>
      </DialogFooter>
    </>
  );
}

function SceneFacts({ scene }: { scene: Scene }) {
  const t = useTranslations("predictions");
  const format = useFormat();
  return t("dialog.tiles", { tiles: format.count(scene.tileCount), size: scene.tileSizePx });
}

function Caution({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2">
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
      {children}
    </p>
  );
}
