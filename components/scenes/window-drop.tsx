"use client";

import { Upload } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { filesOfDrop } from "./files-of-drop";
import { uploadStore } from "./upload-store";

/** Lets files be dropped anywhere on the page. */
export function WindowDrop({
  projectId,
  projectName,
  onDropped,
}: {
  projectId: string;
  projectName: string;
  onDropped: () => void;
}) {
  const t = useTranslations("scenes");
  const [over, setOver] = useState(false);
  const drop = useEffectEvent((transfer: DataTransfer) => {
    const { files, folders } = filesOfDrop(transfer);
    if (folders.length > 0) {
      toast.error(t("import.folderDropped", { name: folders[0] ?? "" }), {
        description: t("import.folderHint"),
      });
    }
    if (files.length === 0) return;
    uploadStore.add(projectId, files);
    onDropped();
  });
  useEffect(() => {
    // Enter and leave also come from every child: count them.
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hover = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const end = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (event.defaultPrevented || !event.dataTransfer || !hasFiles(event)) return;
      event.preventDefault();
      drop(event.dataTransfer);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", hover);
    window.addEventListener("drop", end);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", hover);
      window.removeEventListener("drop", end);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-60 flex items-center justify-center bg-overlay">
      <div className="flex flex-col items-center gap-2 rounded-xl border-2 border-primary border-dashed bg-popover px-12 py-10">
        <Upload className="size-8 text-primary" aria-hidden />
        <p className="font-semibold text-lg">{t("import.dropHere", { project: projectName })}</p>
      </div>
    </div>
  );
}
