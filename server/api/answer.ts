import { whenReady } from "../when-ready";
import { logProblem, problemResponse } from "./errors";

/** Runs a plain route handler; whatever it throws becomes a problem. */
export async function answer(request: Request, handle: () => Promise<Response>): Promise<Response> {
  try {
    await whenReady();
    return await handle();
  } catch (thrown) {
    logProblem(thrown, { method: request.method, pathname: new URL(request.url).pathname });
    return problemResponse(thrown);
  }
}
