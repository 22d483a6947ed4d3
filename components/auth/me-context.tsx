"use client";

import { createContext, type ReactNode, use } from "react";
import type { Me, Permission } from "@/lib/contracts/auth";

const MeContext = createContext<Me | null>(null);

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

/** The person who is signed in; every page of the studio has one. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("useMe needs a MeProvider above it.");
  return me;
}

/** Whether the person may do something: hides what would be refused anyway. */
export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}
