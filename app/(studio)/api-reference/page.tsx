import { ApiReference } from "@/components/api-reference/api-reference";
import { pageMetadata } from "@/lib/i18n/page-metadata";

export const generateMetadata = () => pageMetadata("apiReference");

export default function Page() {
  return <ApiReference />;
}
