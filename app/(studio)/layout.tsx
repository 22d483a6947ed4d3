import { headers } from "next/headers";
import type { ReactNode } from "react";
import { MeProvider } from "@/components/auth/me-context";
import { ToSignIn } from "@/components/auth/to-sign-in";
import { StudioShell } from "@/components/shell/studio-shell";
import { findMe } from "@/server/auth/find-me";

/** The gate of the studio: strangers are sent to the sign-in page. */
export default async function StudioLayout({ children }: { children: ReactNode }) {
  const { me } = await findMe({ method: "GET", headers: await headers() });
  if (!me) return <ToSignIn />;
  return (
    <MeProvider me={me}>
      <StudioShell>{children}</StudioShell>
    </MeProvider>
  );
}
