/** A file that lies elsewhere, of one version: whatever is read of it was there when it was added. */
export interface ByteSource {
  readonly byteSize: number;
  /** What tells this version of the file from another one. */
  readonly version: string;
  /** For sentences. */
  readonly name: string;
  /**
   * Bytes of the file, both ends included.
   *
   * @throws AppError `conflict` when the file is not the same any more; `unavailable` when it cannot
   *   be had now; `forbidden` when it may not be read any more.
   */
  read(first: number, last: number, signal?: AbortSignal): Promise<Buffer>;
  close(): Promise<void>;
}

/** The version that is expected; missing while a file is looked at for the first time. */
export interface Version {
  byteSize: number;
  version: string;
}
