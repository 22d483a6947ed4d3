import type { Metadata } from "next";
import { createTranslator } from "use-intl/core";
import { messages } from "./messages";
import { requestLocale } from "./request-locale";

type PageName = keyof (typeof messages)["en"]["common"]["nav"];

/** The title of a page in the language of the request. */
export async function pageMetadata(page: PageName): Promise<Metadata> {
  const locale = await requestLocale();
  const t = createTranslator({ locale, messages: messages[locale], namespace: "common" });
  return { title: t(`nav.${page}`) };
}
