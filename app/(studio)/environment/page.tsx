import { EnvironmentPage } from "@/components/environment/environment-page";
import { pageMetadata } from "@/lib/i18n/page-metadata";

export const generateMetadata = () => pageMetadata("environment");

export default function Page() {
  return <EnvironmentPage />;
}
