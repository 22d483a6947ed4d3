import type { Me } from "@/lib/contracts/auth";
import { findMe } from "../auth/find-me";

/** What every procedure knows about the request it answers. */
export interface ApiContext {
  /** Who asks; null for a stranger. Behind the guard of `middleware.ts` it is never null. */
  me: Me | null;
  request: { method: string; headers: Headers; signal: AbortSignal };
  /** Headers that go out with the answer, such as cookies. */
  resHeaders: Headers;
}

/** @throws AppError when the request brings credentials that are not right. */
export async function createContext(request: Request): Promise<ApiContext> {
  const { me, cookies } = await findMe(request);
  const resHeaders = new Headers();
  for (const cookie of cookies) resHeaders.append("set-cookie", cookie);
  const { method, headers, signal } = request;
  return { me, request: { method, headers, signal }, resHeaders };
}
