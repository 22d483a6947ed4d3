import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";
import { requestLocale } from "@/lib/i18n/request-locale";

export const metadata: Metadata = {
  title: { default: "Tilewright", template: "%s · Tilewright" },
  description: "A web studio for remote sensing imagery.",
  icons: { icon: "/icon.svg" },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafafa" },
    { media: "(prefers-color-scheme: dark)", color: "#121316" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await requestLocale();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <html lang={locale} suppressHydrationWarning>
      <body>
        <Providers initialLocale={locale} timeZone={timeZone}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
