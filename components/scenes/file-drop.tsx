"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/lib/cn";
import { filesOfDrop } from "./files-of-drop";
import { importableExtensions } from "./scene-kind";
import { uploadStore } from "./upload-store";

/** A target for files, and a button that opens the choice of files. */
export function FileDrop({ projectId }: { projectId: string }) {
  const t = useTranslations("scenes");
  const id = useId();
  const [over, setOver] = useState(false);
  const [together, setTogether] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    const { files, folders } = filesOfDrop(event.dataTransfer);
    if (folders.length > 0) {
      toast.error(t("import.folderDropped", { name: folders[0] ?? "" }), {
        description: t("import.folderHint"),
      });
    }
    uploadStore.add(projectId, files, together);
  };
  return (
    <>
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
        <span className="font-medium">{t("import.drop")}</span>
        <span className="text-muted-foreground text-sm">{t("import.formats")}</span>
        <input
          id={id}
          type="file"
          multiple
          accept={importableExtensions.join(",")}
          className="sr-only"
          onChange={(event) => {
            uploadStore.add(projectId, event.target.files ?? [], together);
            event.target.value = "";
          }}
        />
      </label>
      <label className="flex items-center gap-2 text-sm" htmlFor={`${id}-together`}>
        <Checkbox
          id={`${id}-together`}
          checked={together}
          onCheckedChange={(checked) => setTogether(checked === true)}
        />
        {t("import.together")}
      </label>
    </>
  );
}
