"use client";

import { redirect, usePathname, useSearchParams } from "next/navigation";
import { signInFor } from "@/lib/asked-page";

/** Sends a stranger to the sign-in page, which leads back to the page that they asked for. */
export function ToSignIn(): never {
  const query = useSearchParams().toString();
  redirect(signInFor(usePathname() + (query && `?${query}`)));
}
