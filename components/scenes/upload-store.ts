import * as tus from "tus-js-client";
import { api } from "@/lib/api-client";
import type { Problem } from "@/lib/contracts/common";
import { isErrorCode } from "@/lib/errors";
import { inEnglish, sentence } from "@/lib/i18n/sentence";
import { toProblem } from "@/lib/to-problem";
import { groupFiles } from "./group-files";
import { forgetUpload, uploadFingerprint } from "./interrupted-uploads";
import { sceneKindOf } from "./scene-kind";

export type UploadState = "waiting" | "sending" | "paused" | "starting" | "failed" | "done";

/** One file on its way to the server. */
export interface UploadTask {
  id: string;
  projectId: string;
  fileName: string;
  byteSize: number;
  sentBytes: number;
  bytesPerSecond: number | null;
  state: UploadState;
  problem: Problem | null;
}

interface Work {
  task: UploadTask;
  file: File;
  upload: tus.Upload | null;
  /** The file is there; only the import has to be started. */
  uploadId: string | null;
  /** The files of one scene, this one among them: they are imported when all are there. */
  readonly scene: Work[];
  lastSample: { atMs: number; bytes: number } | null;
}

const atOnce = 2;
/** A lost connection costs at most this much. */
const chunkBytes = 32 * 1024 * 1024;
const retryDelaysMs = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];
/** Weight of the newest sample in the speed shown. */
const speedWeight = 0.2;

/**
 * The uploads of this tab: they go on while pages change. The address of every unfinished upload
 * is kept in localStorage, so that choosing the same file again after a reload goes on where it was.
 */
class UploadStore {
  #works: Work[] = [];
  #snapshot: readonly UploadTask[] = [];
  readonly #listeners = new Set<() => void>();
  #added = 0;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = (): readonly UploadTask[] => this.#snapshot;

  /** @param together The files are the bands of one scene, whatever their names. */
  add(projectId: string, files: Iterable<File>, together = false): void {
    for (const group of groupFiles([...files], together)) this.#addScene(projectId, group);
    this.#publish();
    this.#startNext();
  }

  #addScene(projectId: string, files: readonly File[]): void {
    const scene: Work[] = [];
    for (const file of files) {
      this.#added += 1;
      const task: UploadTask = {
        id: `upload-${this.#added}`,
        projectId,
        fileName: file.name,
        byteSize: file.size,
        sentBytes: 0,
        bytesPerSecond: null,
        state: "waiting",
        problem: null,
      };
      scene.push({ task, file, upload: null, uploadId: null, scene, lastSample: null });
    }
    this.#works.push(...scene);
  }

  pause(id: string): void {
    const work = this.#find(id);
    if (!work) return;
    void work.upload?.abort();
    this.#patch(work, { state: "paused", bytesPerSecond: null });
    this.#startNext();
  }

  resume(id: string): void {
    const work = this.#find(id);
    if (!work) return;
    this.#patch(work, { state: "waiting", problem: null });
    this.#startNext();
  }

  /**
   * Stops and forgets an upload, here and on the server. The other files of its scene go on without
   * it, unless all are there and could not be imported.
   */
  cancel(id: string): void {
    const work = this.#find(id);
    if (!work) return;
    const leaving = work.task.state === "failed" && work.uploadId ? this.#sceneOf(work) : [work];
    for (const one of leaving) {
      // The server removes what nobody finishes; not reaching it now is no trouble.
      one.upload?.abort(true).catch(() => undefined);
      forgetUpload(uploadFingerprint(one.task.projectId, one.file));
    }
    this.#works = this.#works.filter((one) => !leaving.includes(one));
    this.#publish();
    const [other] = this.#sceneOf(work);
    if (other?.uploadId) void this.#startImport(other, other.uploadId);
    this.#startNext();
  }

  /** The files of a scene that were not given up. */
  #sceneOf(work: Work): Work[] {
    return work.scene.filter((one) => this.#works.includes(one));
  }

  #find(id: string): Work | undefined {
    return this.#works.find((one) => one.task.id === id);
  }

  #patch(work: Work, change: Partial<UploadTask>): void {
    work.task = { ...work.task, ...change };
    this.#publish();
  }

  #publish(): void {
    this.#snapshot = this.#works.map((work) => work.task);
    for (const listener of this.#listeners) listener();
  }

  #startNext(): void {
    const busy = this.#works.filter((one) => one.task.state === "sending").length;
    const waiting = this.#works.filter((one) => one.task.state === "waiting");
    for (const work of waiting.slice(0, Math.max(0, atOnce - busy))) void this.#start(work);
  }

  async #start(work: Work): Promise<void> {
    if (work.uploadId) return this.#startImport(work, work.uploadId);
    this.#patch(work, { state: "sending" });
    work.lastSample = null;
    work.upload ??= this.#makeUpload(work);
    // A browser that keeps nothing knows of no earlier try; the upload begins anew.
    const [previous] = await work.upload.findPreviousUploads().catch(() => []);
    if (work.task.state !== "sending") return;
    if (previous) work.upload.resumeFromPreviousUpload(previous);
    work.upload.start();
  }

  #makeUpload(work: Work): tus.Upload {
    const { file, task } = work;
    const upload = new tus.Upload(file, {
      endpoint: `${window.location.origin}/api/uploads`,
      chunkSize: chunkBytes,
      retryDelays: retryDelaysMs,
      metadata: { filename: file.name, projectId: task.projectId },
      fingerprint: async () => uploadFingerprint(task.projectId, file),
      removeFingerprintOnSuccess: true,
      onProgress: (sentBytes) => this.#measure(work, sentBytes),
      onError: (error) => {
        if (work.task.state !== "sending") return;
        this.#patch(work, { state: "failed", bytesPerSecond: null, problem: problemOf(error) });
        this.#startNext();
      },
      onSuccess: () => {
        work.uploadId = upload.url?.split("/").at(-1) ?? null;
        if (work.uploadId) void this.#startImport(work, work.uploadId);
        this.#startNext();
      },
    });
    return upload;
  }

  #measure(work: Work, sentBytes: number): void {
    const atMs = performance.now();
    const last = work.lastSample;
    let { bytesPerSecond } = work.task;
    if (last && atMs - last.atMs < 250) return;
    if (last && atMs > last.atMs && sentBytes >= last.bytes) {
      const speed = ((sentBytes - last.bytes) / (atMs - last.atMs)) * 1000;
      bytesPerSecond =
        bytesPerSecond === null ? speed : bytesPerSecond * (1 - speedWeight) + speed * speedWeight;
    }
    work.lastSample = { atMs, bytes: sentBytes };
    this.#patch(work, { sentBytes, bytesPerSecond });
  }

  async #startImport(work: Work, uploadId: string): Promise<void> {
    const scene = this.#sceneOf(work);
    const uploadIds = scene.map((one) => one.uploadId).filter((id) => id !== null);
    if (uploadIds.length < scene.length) {
      this.#patch(work, { state: "done", sentBytes: work.task.byteSize, bytesPerSecond: null });
      return;
    }
    for (const one of scene) {
      this.#patch(one, { state: "starting", sentBytes: one.task.byteSize, bytesPerSecond: null });
    }
    try {
      const several = scene.length > 1;
      await api.scenes.import({
        projectId: work.task.projectId,
        source: several ? { from: "uploads", uploadIds } : { from: "upload", uploadId },
        kind: several ? "raster" : sceneKindOf(work.task.fileName),
      });
      // From here on the job speaks for them.
      this.#works = this.#works.filter((one) => !scene.includes(one));
      this.#publish();
    } catch (thrown) {
      for (const one of scene) this.#patch(one, { state: "done" });
      this.#patch(work, { state: "failed", problem: toProblem(thrown) });
    }
  }
}

/** The problem in the server's answer, else the library's own words. */
function problemOf(error: Error): Problem {
  const response = error instanceof tus.DetailedError ? error.originalResponse : null;
  if (!response) return { code: "unreachable", message: "", hint: null };
  try {
    const body: unknown = JSON.parse(response.getBody());
    const problem = toProblem({ data: body });
    if (isErrorCode(problem.code)) return problem;
  } catch {
    // Not from our server: perhaps a proxy's page.
  }
  return {
    code: "internal",
    ...inEnglish(sentence("server.uploads.refused", { status: response.getStatus() })),
  };
}

export const uploadStore = new UploadStore();
