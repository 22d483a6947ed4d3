import { deleteDataset } from "../../datasets/delete-dataset";
import { exportDataset } from "../../datasets/export-dataset";
import { freezeDataset } from "../../datasets/freeze-dataset";
import { getDatasetRemoval } from "../../datasets/get-dataset-removal";
import { previewDataset } from "../../datasets/preview-dataset";
import { getDataset, listDatasets } from "../../datasets/queries";
import { updateDataset } from "../../datasets/update-dataset";
import { os } from "../middleware";

export const datasetRoutes = {
  list: os.datasets.list.handler(({ input }) => listDatasets(input.projectId)),
  preview: os.datasets.preview.handler(({ input, context }) => previewDataset(input, context.me)),
  freeze: os.datasets.freeze.handler(({ input, context }) => freezeDataset(input, context.me)),
  get: os.datasets.get.handler(({ input }) => getDataset(input.datasetId)),
  export: os.datasets.export.handler(({ input, context }) =>
    exportDataset(input.datasetId, context.me),
  ),
  update: os.datasets.update.handler(({ input }) => updateDataset(input)),
  getRemoval: os.datasets.getRemoval.handler(({ input }) => getDatasetRemoval(input.datasetId)),
  delete: os.datasets.delete.handler(async ({ input }) => {
    await deleteDataset(input.datasetId);
    return { ok: true as const };
  }),
};
