import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { type Answer, toProblem } from "./ask-host";

/**
 * All bytes of an answer.
 *
 * @throws AppError `too_large`; `unavailable` when the host broke off.
 */
export async function readAnswer(answer: Answer, limitBytes: number): Promise<Buffer> {
  const { body, target } = answer;
  const announced = Number(answer.headers["content-length"] ?? Number.NaN);
  if (announced > limitBytes) {
    body.destroy();
    throw tooLarge(answer, limitBytes);
  }
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > limitBytes) throw tooLarge(answer, limitBytes);
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw brokenOff(target.url.host, target.name, error);
  } finally {
    body.destroy();
  }
  if (!body.complete || (announced >= 0 && size !== announced)) {
    throw brokenOff(target.url.host, target.name);
  }
  return Buffer.concat(pieces, size);
}

export function brokenOff(host: string, name: string, cause?: unknown): AppError {
  return new AppError("unavailable", sentence("server.remote.cutOff", { host, name }), { cause });
}

function tooLarge({ target }: Answer, limitBytes: number): AppError {
  return new AppError(
    "too_large",
    sentence("server.remote.tooLarge", { host: target.url.host, limitBytes }),
  );
}

/**
 * Refuses an answer that is none of `expected`.
 *
 * @throws AppError `not_found`, `forbidden` or `unavailable`, as the host said.
 */
export function requireStatus(answer: Answer, ...expected: number[]): void {
  const { status, target, body } = answer;
  if (expected.includes(status)) return;
  body.destroy();
  const { host } = target.url;
  const { name } = target;
  if (status === 404 || status === 410) {
    throw new AppError("not_found", sentence("server.remote.gone", { host, name }));
  }
  if (status === 429 || status >= 500) {
    throw toProblem(Object.assign(new Error(), { code: `HTTP_${status}` }), target);
  }
  throw new AppError("forbidden", sentence("server.remote.refused", { host, name, status }));
}
