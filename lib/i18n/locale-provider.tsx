"use client";

import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import { IntlProvider } from "use-intl";
import { type Locale, localeCookie } from "./locales";
import { messages } from "./messages";

interface LocaleSwitch {
  locale: Locale;
  setLocale: (locale: Locale) => void;
}

const LocaleContext = createContext<LocaleSwitch | null>(null);

/** Gives every text its language; `setLocale` switches at once and remembers it in a cookie. */
export function LocaleProvider({
  initialLocale,
  timeZone,
  children,
}: {
  initialLocale: Locale;
  timeZone: string;
  children: ReactNode;
}) {
  const [locale, setShown] = useState(initialLocale);
  const setLocale = useCallback((next: Locale) => {
    // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is missing in Firefox and on http.
    document.cookie = `${localeCookie}=${next}; path=/; max-age=31536000; samesite=lax`;
    document.documentElement.lang = next;
    setShown(next);
  }, []);
  const value = useMemo(() => ({ locale, setLocale }), [locale, setLocale]);
  return (
    <LocaleContext value={value}>
      <IntlProvider locale={locale} messages={messages[locale]} timeZone={timeZone}>
        {children}
      </IntlProvider>
    </LocaleContext>
  );
}

export function useLocaleSwitch(): LocaleSwitch {
  const value = use(LocaleContext);
  if (!value) throw new Error("useLocaleSwitch needs a LocaleProvider above it.");
  return value;
}
