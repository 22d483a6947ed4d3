import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { FirstStart } from "@/components/auth/first-start";
import { SignInForm } from "@/components/auth/sign-in-form";
import { pageMetadata } from "@/lib/i18n/page-metadata";
import { findMe } from "@/server/auth/find-me";
import { hasUsers } from "@/server/auth/queries";

export const generateMetadata = () => pageMetadata("signIn");

export default async function SignInPage() {
  if (!(await hasUsers())) return <FirstStart />;
  const { me } = await findMe({ method: "GET", headers: await headers() });
  if (me) redirect("/projects");
  return <SignInForm />;
}
