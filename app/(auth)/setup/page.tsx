import { redirect } from "next/navigation";
import { FirstStart } from "@/components/auth/first-start";
import { SetupForm } from "@/components/auth/setup-form";
import { pageMetadata } from "@/lib/i18n/page-metadata";
import { hasUsers } from "@/server/auth/queries";

export const generateMetadata = () => pageMetadata("setUp");

export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  if (await hasUsers()) redirect("/sign-in");
  const { token } = await searchParams;
  if (typeof token !== "string" || token === "") return <FirstStart />;
  return <SetupForm token={token} />;
}
