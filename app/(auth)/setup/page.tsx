import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FirstStart } from "@/components/auth/first-start";
import { SetupForm } from "@/components/auth/setup-form";
import { hasUsers } from "@/server/auth/queries";

export const metadata: Metadata = { title: "Set up" };

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
