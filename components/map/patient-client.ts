import { BaseClient, BaseResponse } from "geotiff";
import { type Problem, problemSchema } from "@/lib/contracts/common";
import { tellTrouble } from "./imagery-trouble";

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
/** A file that has changed may be put back; nobody waits for it. */
const changedPauseMs = 25_000;
/** What a proxy answers while the server behind it is away. */
const awayStatuses = [502, 503, 504];

/**
 * Reads byte ranges, and waits for a server that is away.
 *
 * A range that fails leaves a hole in the map, and geotiff.js lets one error per piece of 64 KiB go
 * uncaught. Once a scene is open its ranges are therefore asked for again until they come, or until
 * nobody wants them any more.
 */
export class PatientClient extends BaseClient {
  /** false: a failure is told at once, so that a scene that cannot be opened says so. */
  waits = false;

  readonly #closing = new AbortController();

  /**
   * Ends what is being asked for, and all waiting. Whoever still waits is left without an answer: an
   * error would go uncaught in geotiff.js, and nobody is there to read it.
   */
  close(): void {
    this.#closing.abort();
  }

  override async request(options: RequestInit = {}): Promise<BaseResponse> {
    const closed = this.#closing.signal;
    const signal = options.signal ? AbortSignal.any([options.signal, closed]) : closed;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        const response = await fetch(this.url, { ...options, signal });
        const bytes = await response.arrayBuffer();
        const problem = response.ok ? null : readProblem(bytes);
        if (response.ok || problem) tellTrouble(this.url, problem);
        const isAway = awayStatuses.includes(response.status);
        // The studio knows that a host is away and will be back; nothing else ends by itself.
        if (!(this.waits ? isAway || problem : isAway && problem)) {
          return new WholeResponse(response, bytes);
        }
        if (!isAway) await pause(changedPauseMs, signal);
      } catch (thrown) {
        if (closed.aborted) return new Promise(() => {});
        if (!this.waits || signal.aborted) throw thrown;
      }
      await pause(pauseMs, signal);
    }
  }
}

/** What the studio says is wrong; null where somebody else answered. */
function readProblem(bytes: ArrayBuffer): Problem | null {
  try {
    return problemSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** Ends early when `signal` is aborted. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });
}
