/** Any origin will do: it only tells whether an address leaves it. */
const here = "http://studio.invalid";
const elsewhere = /^\/(api|sign-in|setup|new-password)(\/|$)/;

export const firstPage = "/projects";

/**
 * Where to go after signing in: the page of the studio that was asked for, or the list of projects.
 * An address of another site, or one that a browser might take for one (`//`, `\`), counts for
 * nothing.
 */
export function toAskedPage(asked: unknown): string {
  if (typeof asked !== "string" || !asked.startsWith("/") || !URL.canParse(asked, here)) {
    return firstPage;
  }
  const { origin, pathname, search, hash } = new URL(asked, here);
  const isPage = origin === here && !pathname.startsWith("//") && !elsewhere.test(pathname);
  return isPage && pathname !== "/" ? pathname + search + hash : firstPage;
}

/** The sign-in page that leads on to `asked`. */
export function signInFor(asked: string): string {
  return leadOn("/sign-in", asked);
}

/** The page where people choose their own password; it leads on to `asked`. */
export function ownPasswordFor(asked: string): string {
  return leadOn("/new-password", asked);
}

function leadOn(from: string, asked: string): string {
  const page = toAskedPage(asked);
  return page === firstPage ? from : `${from}?next=${encodeURIComponent(page)}`;
}
