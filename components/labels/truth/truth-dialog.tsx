import { FileInput } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { useFocusMap, useWorkspace } from "../workspace-context";
import type { ReadSource } from "./truth-file";
import { TruthFile } from "./truth-file";
import { TruthPlanner } from "./truth-planner";

/** A file that was read: the job that did it, and the upload, to read it once more otherwise. */
export interface ReadFile {
  readingId: string;
  source: ReadSource;
}

/** Labels from a file: choose it, see what it would do, apply it. */
export function TruthDialog() {
  const t = useTranslations("truth");
  const { canLabel } = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const [file, setFile] = useState<ReadFile | null>(null);
  const focusMap = useFocusMap();
  if (!canLabel) return null;
  const close = () => {
    setOpen(false);
    setFile(null);
  };
  return (
    <>
      <Button variant="outline" size="sm" className="mt-2 w-full" onClick={() => setOpen(true)}>
        <FileInput />
        {t("open")}
      </Button>
      <Dialog open={isOpen} onOpenChange={(next) => (next ? setOpen(true) : close())}>
        <DialogContent
          className={file ? "max-w-5xl" : "max-w-xl"}
          onCloseAutoFocus={focusMap}
          // A click beside the dialog must not throw a mapping away.
          onInteractOutside={(event) => file && event.preventDefault()}
        >
          <DialogHeader>
            <DialogTitle>{t("title")}</DialogTitle>
            <DialogDescription>{t("description")}</DialogDescription>
          </DialogHeader>
          {file ? (
            <TruthPlanner
              key={file.readingId}
              file={file}
              onReadAgain={(readingId) => setFile({ ...file, readingId })}
              onBack={() => setFile(null)}
              onDone={close}
            />
          ) : (
            <TruthFile onRead={setFile} onClose={close} />
          )}
        </DialogContent>
      </Dialog>
    </>
  );
}
