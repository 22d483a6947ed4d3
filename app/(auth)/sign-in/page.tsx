import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { FirstStart } from "@/components/auth/first-start";
import { SignInForm } from "@/components/auth/sign-in-form";
import { toAskedPage } from "@/lib/asked-page";
import { pageMetadata } from "@/lib/i18n/page-metadata";
import { findMe } from "@/server/auth/find-me";
import { hasUsers } from "@/server/auth/queries";

export const generateMetadata = () => pageMetadata("signIn");

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  if (!(await hasUsers())) return <FirstStart />;
  const { me } = await findMe({ method: "GET", headers: await headers() });
  const page = toAskedPage((await searchParams).next);
  if (me) redirect(page);
  return <SignInForm page={page} />;
}
