import { getAuth } from "./better-auth";

/**
 * Ends the session of a request.
 *
 * @returns The cookies that make the browser forget it.
 */
export async function signOut(request: { headers: Headers }): Promise<string[]> {
  const response = await getAuth().api.signOut({ headers: request.headers, asResponse: true });
  return response.headers.getSetCookie();
}
