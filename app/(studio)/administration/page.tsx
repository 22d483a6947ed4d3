import type { Metadata } from "next";
import { AdministrationPage } from "@/components/people/administration-page";

export const metadata: Metadata = { title: "Administration" };

export default function Page() {
  return <AdministrationPage />;
}
