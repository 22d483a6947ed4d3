"use client";

import { useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { FileTarget } from "@/components/ui/file-target";
import { filesOfDrop } from "./files-of-drop";
import { importableExtensions } from "./scene-kind";
import { uploadStore } from "./upload-store";

/** A target for files, and a button that opens the choice of files. */
export function FileDrop({ projectId }: { projectId: string }) {
  const t = useTranslations("scenes");
  const id = useId();
  const [together, setTogether] = useState(false);
  const drop = (dropped: DataTransfer) => {
    const { files, folders } = filesOfDrop(dropped);
    if (folders.length > 0) {
      toast.error(t("import.folderDropped", { name: folders[0] ?? "" }), {
        description: t("import.folderHint"),
      });
    }
    uploadStore.add(projectId, files, together);
  };
  return (
    <>
      <FileTarget
        title={t("import.drop")}
        note={t("import.formats")}
        accept={importableExtensions.join(",")}
        multiple
        onDropped={drop}
        onChosen={(files) => uploadStore.add(projectId, files, together)}
      />
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
