import { useMutation } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { api } from "@/lib/api-client";
import { cn } from "@/lib/cn";
import { useWorkspace } from "../workspace-context";
import { TruthActs } from "./truth-acts";
import type { ReadFile } from "./truth-dialog";
import { uploadFile } from "./upload-file";

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
  const id = useId();
  const [over, setOver] = useState(false);
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
  const drop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    choose(event.dataTransfer.files[0]);
  };
  return (
    <>
      <DialogBody className="flex flex-col gap-3">
        <label
          htmlFor={id}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={cn(
            "flex cursor-pointer flex-col items-center gap-1 rounded-lg border border-input border-dashed px-6 py-8 text-center transition-colors focus-within:border-ring focus-within:outline-2 focus-within:outline-ring/40 hover:border-ring hover:bg-accent/40",
            over && "border-primary bg-primary/8",
          )}
        >
          <FileUp className="mb-1 size-6 text-muted-foreground" aria-hidden />
          <span className="font-medium">{t("drop")}</span>
          <span className="text-muted-foreground text-sm">{t("formats")}</span>
          <input
            id={id}
            type="file"
            accept={accepted}
            className="sr-only"
            onChange={(event) => {
              choose(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </label>
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
