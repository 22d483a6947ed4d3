import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { FileTarget } from "@/components/ui/file-target";
import { Progress } from "@/components/ui/progress";
import { api } from "@/lib/api-client";
import { useWorkspace } from "../workspace-context";
import { TruthActs } from "./truth-acts";
import { uploadFile } from "./upload-file";
import type { ReadFile } from "./use-truth-state";

export type ReadSource = { from: "upload"; uploadId: string };

const accepted = ".geojson,.json,.gpkg,.zip,.csv,.tsv,.txt,.tif,.tiff,.png";

/** The first step: a file of this computer; below it what came from files before. */
export function TruthFile({
  onRead,
  onClose,
}: {
  onRead: (file: ReadFile) => void;
  onClose: () => void;
}) {
  const t = useTranslations("truth");
  const { scene } = useWorkspace();
  const [share, setShare] = useState(0);
  const send = useMutation({
    mutationFn: async (file: File) => {
      setShare(0);
      const source: ReadSource = { from: "upload", uploadId: await uploadFile(file, setShare) };
      const { jobId } = await api.truth.read({ sceneId: scene.id, source });
      return { readingId: jobId, source };
    },
    onSuccess: onRead,
  });
  const choose = (file: File | undefined) => file && !send.isPending && send.mutate(file);
  return (
    <>
      <DialogBody className="flex flex-col gap-3">
        <FileTarget
          title={t("drop")}
          note={t("formats")}
          accept={accepted}
          onDropped={(dropped) => choose(dropped.files[0])}
          onChosen={(files) => choose(files[0])}
        />
        {send.isPending && <Progress value={share} aria-label={t("sending")} />}
        {send.error !== null && <ErrorNote error={send.error} />}
        <TruthActs />
      </DialogBody>
      <DialogFooter>
        <Button variant="outline" onClick={onClose}>
          {t("close")}
        </Button>
      </DialogFooter>
    </>
  );
}
