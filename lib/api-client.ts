import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import { type Contract, contract } from "./contract-router";

export type ApiClient = JsonifiedClient<ContractRouterClient<Contract>>;

/** A typed client of the studio's API; `baseUrl` ends in /api. */
export function createApiClient(baseUrl: string, headers: Record<string, string> = {}): ApiClient {
  return createORPCClient(new OpenAPILink(contract, { url: baseUrl, headers }));
}

/** The browser's client: same origin, session cookie. */
export const api: ApiClient = createApiClient(
  typeof window === "undefined" ? "http://127.0.0.1/api" : `${window.location.origin}/api`,
);

/** Query keys and options for TanStack Query: `apiQuery.projects.list.queryOptions()`. */
export const apiQuery = createTanstackQueryUtils(api);
