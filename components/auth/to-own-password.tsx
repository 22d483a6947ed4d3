"use client";

import { redirect, usePathname, useSearchParams } from "next/navigation";
import { ownPasswordFor } from "@/lib/asked-page";

/** Sends who has a one-time password to choose their own, and then on to the page they asked for. */
export function ToOwnPassword(): never {
  const query = useSearchParams().toString();
  redirect(ownPasswordFor(usePathname() + (query && `?${query}`)));
}
