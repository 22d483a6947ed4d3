"use client";

import { FileOutput } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ExportForm } from "@/components/labels/exports/export-form";
import { Button } from "@/components/ui/button";
import type { Dataset } from "@/lib/contracts/datasets";

/** Opens the formats of other programs for the tiles of a dataset. */
export function DatasetExport({ dataset }: { dataset: Dataset }) {
  const t = useTranslations("exports");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="outline" onClick={() => setOpen(true)}>
        <FileOutput />
        {t("more")}
      </Button>
      <ExportForm
        open={open}
        onClose={() => setOpen(false)}
        description={t("datasetDescription")}
        source={{ what: "dataset", datasetId: dataset.id }}
        projectId={dataset.projectId}
        subjectId={dataset.id}
      />
    </>
  );
}
