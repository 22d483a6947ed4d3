const problem = {
  description: "Refused, or gone wrong",
  content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
};
const text = { type: "string" } as const;
const bytes = { type: "string", format: "binary" } as const;

function pathParameter(name: string) {
  return { name, in: "path" as const, required: true, schema: text };
}

function header(name: string, description: string) {
  return { name, in: "header" as const, description, schema: text };
}

function file(contentType: string, description: string) {
  return {
    description,
    content: { [contentType]: { schema: bytes } },
  };
}

/** A route that sends one of a few files to be saved. */
function download(noun: string, id: string, tag: string, summary: string) {
  return {
    get: {
      operationId: `downloads.${noun}`,
      summary,
      tags: [tag],
      parameters: [pathParameter(id), pathParameter("fileName"), header("range", "To go on.")],
      responses: { "200": file("application/octet-stream", "The file"), default: problem },
    },
  };
}

/** Routes that carry bytes instead of JSON, and so are not in the contract. */
export const byteRoutes = {
  "/scenes/{sceneId}/raster": {
    get: {
      operationId: "scenes.getRaster",
      summary: "Download a scene as a cloud optimized GeoTIFF, whole or by byte range",
      tags: ["Scenes"],
      parameters: [pathParameter("sceneId"), header("range", "Such as bytes=0-16383.")],
      responses: {
        "200": file("image/tiff", "The whole file"),
        "206": file("image/tiff", "The bytes asked for"),
        "416": { description: "The range lies behind the end of the file" },
        default: problem,
      },
    },
  },
  "/catalogue-picture": {
    get: {
      operationId: "remote.getPicture",
      summary: "A small picture of a catalogue's item, fetched by the server",
      tags: ["Other hosts"],
      parameters: [{ name: "url", in: "query" as const, required: true, schema: text }],
      responses: { "200": file("image/png", "The picture"), default: problem },
    },
  },
  "/scenes/{sceneId}/thumbnail": {
    get: {
      operationId: "scenes.getThumbnail",
      summary: "A small picture of a scene",
      tags: ["Scenes"],
      parameters: [pathParameter("sceneId")],
      responses: { "200": file("image/png", "The picture"), default: problem },
    },
  },
  "/uploads": {
    post: {
      operationId: "uploads.begin",
      summary: "Begin a resumable upload (tus 1.0.0); its id is the end of Location",
      tags: ["Uploads"],
      parameters: [
        header("tus-resumable", "1.0.0"),
        header("upload-length", "Size of the file in bytes."),
        header("upload-metadata", "filename and its value in Base64."),
      ],
      responses: {
        "201": { description: "Begun; Location says where to send it" },
        default: problem,
      },
    },
  },
  "/uploads/{uploadId}": {
    head: {
      operationId: "uploads.find",
      summary: "How much of an upload has arrived (Upload-Offset)",
      tags: ["Uploads"],
      parameters: [pathParameter("uploadId"), header("tus-resumable", "1.0.0")],
      responses: { "200": { description: "Upload-Offset and Upload-Length" }, default: problem },
    },
    patch: {
      operationId: "uploads.send",
      summary: "Send bytes of an upload, from Upload-Offset on",
      tags: ["Uploads"],
      parameters: [
        pathParameter("uploadId"),
        header("tus-resumable", "1.0.0"),
        header("upload-offset", "Bytes that have arrived."),
      ],
      requestBody: {
        content: {
          "application/offset+octet-stream": { schema: bytes },
        },
      },
      responses: { "204": { description: "Upload-Offset is the new offset" }, default: problem },
    },
    delete: {
      operationId: "uploads.delete",
      summary: "Give an upload up",
      tags: ["Uploads"],
      parameters: [pathParameter("uploadId"), header("tus-resumable", "1.0.0")],
      responses: { "204": { description: "Removed" }, default: problem },
    },
  },
  "/downloads/scenes/{sceneId}/{fileName}": download(
    "scene",
    "sceneId",
    "Labels",
    "labels.tif (one pixel per tile) or labels.csv of a scene",
  ),
  "/downloads/exports/{jobId}": {
    get: {
      operationId: "downloads.export",
      summary: "The file that an export has written",
      tags: ["Labels"],
      parameters: [pathParameter("jobId"), header("range", "To go on.")],
      responses: { "200": file("application/octet-stream", "The file"), default: problem },
    },
  },
  "/downloads/datasets/{datasetId}/{fileName}": download(
    "dataset",
    "datasetId",
    "Datasets",
    "dataset.json, tiles.csv, table.csv, or images.zip once it was exported",
  ),
  "/downloads/models/{modelId}.zip": {
    get: {
      operationId: "downloads.modelArchive",
      summary: "All files of a model in one archive",
      tags: ["Models"],
      parameters: [pathParameter("modelId")],
      responses: { "200": file("application/zip", "The archive"), default: problem },
    },
  },
  "/downloads/models/{modelId}/{fileName}": download(
    "model",
    "modelId",
    "Models",
    "One file of a model, such as model.onnx",
  ),
  "/downloads/predictions/{predictionId}/{fileName}": download(
    "prediction",
    "predictionId",
    "Predictions",
    "class.tif or confidence.tif (one pixel per tile), or tiles.csv",
  ),
  "/basemap/{z}/{x}/{y}": {
    get: {
      operationId: "environment.basemapTile",
      summary: "A tile of the basemap; level, column and row of its grid",
      tags: ["Environment"],
      parameters: [pathParameter("z"), pathParameter("x"), pathParameter("y")],
      responses: { "200": file("image/*", "The picture"), default: problem },
    },
  },
};
