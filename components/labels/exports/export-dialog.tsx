import { useState } from "react";
import { useTranslations } from "use-intl";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { ExportSource } from "@/lib/contracts/exports";
import { useFocusMap, useWorkspace } from "../workspace-context";
import { ExportForm } from "./export-form";

/** Writes the labels, or the prediction on screen, in a format of other programs. */
export function ExportDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("exports");
  const { scene, prediction } = useWorkspace();
  const focusMap = useFocusMap();
  const [what, setWhat] = useState<"labels" | "prediction">("labels");
  const { chosen } = prediction;
  const source: ExportSource =
    what === "prediction" && chosen
      ? { what, predictionId: chosen.id }
      : { what: "labels", sceneId: scene.id };
  return (
    <ExportForm
      open={open}
      onClose={onClose}
      onCloseAutoFocus={focusMap}
      description={t("description")}
      source={source}
      projectId={scene.projectId}
      subjectId={scene.id}
    >
      {chosen && (
        <SegmentedControl
          aria-label={t("what")}
          value={what}
          segments={[
            { value: "labels", label: t("labels") },
            { value: "prediction", label: t("prediction", { model: chosen.modelName }) },
          ]}
          onValueChange={setWhat}
        />
      )}
    </ExportForm>
  );
}
