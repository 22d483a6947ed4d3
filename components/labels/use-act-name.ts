import { useTranslations } from "use-intl";
import { findActName } from "@/lib/contracts/labels";

/** What an act was done with, in the reader's language. */
export function useActName(): (act: string) => string {
  const t = useTranslations("acts");
  return (act) => {
    const known = findActName(act);
    return known ? t(`name.${known}`) : act;
  };
}
