import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { OwnPassword } from "@/components/auth/own-password";
import { toAskedPage } from "@/lib/asked-page";
import { pageMetadata } from "@/lib/i18n/page-metadata";
import { findMe } from "@/server/auth/find-me";

export const generateMetadata = () => pageMetadata("newPassword");

export default async function NewPasswordPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { me } = await findMe({ method: "GET", headers: await headers() });
  const page = toAskedPage((await searchParams).next);
  if (!me) redirect("/sign-in");
  if (!me.mustChangePassword) redirect(page);
  return <OwnPassword page={page} />;
}
