import { cookies, headers } from "next/headers";
import { isLocale, type Locale, localeCookie, localeFromHeader } from "./locales";

/** The language to answer a page request in: the cookie's, else the browser's. */
export async function requestLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(localeCookie)?.value;
  if (isLocale(chosen)) return chosen;
  return localeFromHeader((await headers()).get("accept-language"));
}
