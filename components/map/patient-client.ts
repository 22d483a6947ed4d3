import { BaseClient, BaseResponse } from "geotiff";

/** An answer that has arrived in full. */
class WholeResponse extends BaseResponse {
  readonly #response: Response;
  readonly #bytes: ArrayBuffer;

  constructor(response: Response, bytes: ArrayBuffer) {
    super();
    this.#response = response;
    this.#bytes = bytes;
  }

  override get status(): number {
    return this.#response.status;
  }

  override getHeader(name: string): string | undefined {
    return this.#response.headers.get(name) ?? undefined;
  }

  override async getData(): Promise<ArrayBuffer> {
    return this.#bytes;
  }
}

const firstPauseMs = 500;
const longestPauseMs = 5000;
/** What a proxy answers while the server behind it is away. */
const awayStatuses = [502, 503, 504];

/**
 * Reads byte ranges, and waits for a server that is away.
 *
 * A range that fails leaves a hole in the map, and geotiff.js lets one error per piece of 64 KiB go
 * uncaught. Once a scene is open its ranges are therefore asked for again until they come.
 */
export class PatientClient extends BaseClient {
  /** false: a failure is told at once, so that a scene that cannot be opened says so. */
  waits = false;

  override async request(options: RequestInit = {}): Promise<BaseResponse> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        const response = await fetch(this.url, options);
        if (!this.waits || !awayStatuses.includes(response.status)) {
          return new WholeResponse(response, await response.arrayBuffer());
        }
      } catch (thrown) {
        if (!this.waits || options.signal?.aborted) throw thrown;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
