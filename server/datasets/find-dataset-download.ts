import path from "node:path";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { homeFolders } from "../env";
import { getDataset } from "./queries";
import { datasetFiles } from "./write-dataset-files";

const contentTypes: Record<string, string> = {
  [datasetFiles.dataset]: "application/json",
  [datasetFiles.tiles]: "text/csv; charset=utf-8",
  [datasetFiles.table]: "text/csv; charset=utf-8",
  [datasetFiles.archive]: "application/zip",
};

/** A file of a dataset that people may have. @throws AppError `not_found`. */
export async function findDatasetDownload(datasetId: string, fileName: string) {
  const dataset = await getDataset(datasetId);
  const contentType = Object.hasOwn(contentTypes, fileName) ? contentTypes[fileName] : undefined;
  if (!contentType) {
    throw new AppError(
      "not_found",
      sentence("server.datasets.noSuchFile", { fileName, files: Object.keys(contentTypes) }),
    );
  }
  return {
    path: path.join(homeFolders.dataset(datasetId), fileName),
    fileName: `${dataset.name} ${fileName}`,
    contentType,
  };
}
