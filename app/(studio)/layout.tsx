import { headers } from "next/headers";
import type { ReactNode } from "react";
import { MeProvider } from "@/components/auth/me-context";
import { ToOwnPassword } from "@/components/auth/to-own-password";
import { ToSignIn } from "@/components/auth/to-sign-in";
import { StudioShell } from "@/components/shell/studio-shell";
import { findMe } from "@/server/auth/find-me";

/** The gate of the studio: strangers sign in first, who has a one-time password chooses their own. */
export default async function StudioLayout({ children }: { children: ReactNode }) {
  const { me } = await findMe({ method: "GET", headers: await headers() });
  if (!me) return <ToSignIn />;
  if (me.mustChangePassword) return <ToOwnPassword />;
  return (
    <MeProvider me={me}>
      <StudioShell>{children}</StudioShell>
    </MeProvider>
  );
}
