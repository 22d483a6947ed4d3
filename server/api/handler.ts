import { OpenAPIHandler } from "@orpc/openapi/fetch";
import { ORPCError, onError } from "@orpc/server";
import { BodyLimitPlugin } from "@orpc/server/fetch";
import { ResponseHeadersPlugin } from "@orpc/server/plugins";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { notSignedIn } from "../auth/require-me";
import { whenReady } from "../when-ready";
import { type ApiContext, createContext } from "./context";
import { encodeProblem, logProblem, problemResponse, toOrpcError, unknownRoute } from "./errors";
import { getOpenApiDocument } from "./openapi";
import { router } from "./router";

/** Room for the largest batch of labels; files go through /api/uploads. */
const maxBodyBytes = 16 * 1024 * 1024;
/** A stranger has nothing to send but a name, an address and a password. */
const maxStrangerBodyBytes = 64 * 1024;
const heartbeatMs = 15_000;

function makeHandler(maxBodySize: number): OpenAPIHandler<ApiContext> {
  return new OpenAPIHandler<ApiContext>(router, {
    plugins: [new ResponseHeadersPlugin(), new BodyLimitPlugin({ maxBodySize })],
    interceptors: [
      onError((error) => {
        // Only what failed outside of a procedure: those inside have been logged below.
        const isKnown = error instanceof ORPCError || error instanceof SyntaxError;
        if (!isKnown) logProblem(error, {});
      }),
    ],
    clientInterceptors: [
      async ({ path, next }) => {
        try {
          return await next();
        } catch (thrown) {
          logProblem(thrown, { procedure: path.join(".") });
          throw toOrpcError(thrown);
        }
      },
    ],
    customErrorResponseBodyEncoder: encodeProblem,
    eventIteratorKeepAliveInterval: heartbeatMs,
    eventIteratorKeepAliveComment: "heartbeat",
  });
}

const handler = makeHandler(maxBodyBytes);
const strangerHandler = makeHandler(maxStrangerBodyBytes);

/**
 * Strangers are turned away before a body of theirs is read; where one signs in, little is.
 *
 * @throws AppError `unauthenticated`.
 */
function handlerForStranger(method: string, pathname: string): OpenAPIHandler<ApiContext> {
  const isRead = method === "GET" || method === "HEAD";
  if (!isRead && !pathname.startsWith("/api/auth/")) throw notSignedIn();
  return strangerHandler;
}

/** Answers every request to /api that has no route handler of its own. */
export async function handleApiRequest(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  try {
    await whenReady();
    if (request.method === "GET" && pathname === "/api/openapi.json") {
      return Response.json(await getOpenApiDocument());
    }
    requireJson(request);
    const context = await createContext(request);
    const chosen = context.me ? handler : handlerForStranger(request.method, pathname);
    const { matched, response } = await chosen.handle(request, { prefix: "/api", context });
    if (!matched) throw unknownRoute(request.method, pathname);
    return finish(response);
  } catch (thrown) {
    logProblem(thrown, { method: request.method, pathname });
    return problemResponse(thrown);
  }
}

/**
 * Bodies are JSON. The forms and plain texts that another site's page could send without asking are
 * not even read.
 *
 * @throws AppError `unsupported`.
 */
function requireJson(request: Request): void {
  const type = request.headers.get("content-type");
  const hasNoBody = request.method === "GET" || request.method === "HEAD" || type === null;
  if (hasNoBody || /^application\/json\s*(;|$)/i.test(type)) return;
  throw new AppError(
    "unsupported",
    sentence("server.requests.otherType", { type: type.slice(0, 100) }),
  );
}

/** Answers are for one person and this moment; streams must not wait in a proxy's buffer. */
function finish(response: Response): Response {
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
  response.headers.set("cache-control", isStream ? "no-cache, no-transform" : "no-store");
  if (isStream) response.headers.set("x-accel-buffering", "no");
  return response;
}
