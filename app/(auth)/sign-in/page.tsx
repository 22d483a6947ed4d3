import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { FirstStart } from "@/components/auth/first-start";
import { SignInForm } from "@/components/auth/sign-in-form";
import { findMe } from "@/server/auth/find-me";
import { hasUsers } from "@/server/auth/queries";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
  if (!(await hasUsers())) return <FirstStart />;
  const { me } = await findMe({ method: "GET", headers: await headers() });
  if (me) redirect("/projects");
  return <SignInForm />;
}
