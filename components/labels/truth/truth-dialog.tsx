import { FileInput } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { useFocusMap, useWorkspace } from "../workspace-context";
import { TruthFile } from "./truth-file";

/** Labels from a file: choose it here; what it would do is seen on the map. */
export function TruthDialog() {
  const t = useTranslations("truth");
  const { truth } = useWorkspace();
  const mayLabel = useMay("label.write");
  const focusMap = useFocusMap();
  if (!mayLabel) return null;
  return (
    <>
      <Button variant="outline" size="sm" className="mt-2 w-full" onClick={truth.choose}>
        <FileInput />
        {t("open")}
      </Button>
      <Dialog open={truth.isChoosing} onOpenChange={(next) => !next && truth.close()}>
        <DialogContent className="max-w-xl" onCloseAutoFocus={focusMap}>
          <DialogHeader>
            <DialogTitle>{t("title")}</DialogTitle>
            <DialogDescription>{t("description")}</DialogDescription>
          </DialogHeader>
          <TruthFile onRead={truth.show} onClose={truth.close} />
        </DialogContent>
      </Dialog>
    </>
  );
}
