import { AdministrationPage } from "@/components/people/administration-page";
import { pageMetadata } from "@/lib/i18n/page-metadata";

export const generateMetadata = () => pageMetadata("administration");

export default function Page() {
  return <AdministrationPage />;
}
