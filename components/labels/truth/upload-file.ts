import * as tus from "tus-js-client";
import { toProblem } from "@/lib/to-problem";

/**
 * Sends a small file, such as one with labels, to the server.
 *
 * @returns The id of the upload.
 */
export function uploadFile(file: File, onShare: (share: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(file, {
      endpoint: `${window.location.origin}/api/uploads`,
      retryDelays: [0, 1000, 3000],
      metadata: { filename: file.name },
      storeFingerprintForResuming: false,
      onProgress: (sentBytes) => onShare(file.size === 0 ? 1 : sentBytes / file.size),
      onError: (error) => reject(toUploadError(error)),
      onSuccess: () => resolve(upload.url?.split("/").at(-1) ?? ""),
    });
    upload.start();
  });
}

/** The server's own words where it has said some. */
function toUploadError(error: Error): unknown {
  const response = error instanceof tus.DetailedError ? error.originalResponse : null;
  try {
    return { data: toProblem({ data: JSON.parse(response?.getBody() ?? "") }) };
  } catch {
    return error;
  }
}
