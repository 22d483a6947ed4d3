"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { BookOpen, KeyRound, Languages, LogOut, SunMoon } from "lucide-react";
import { useTheme } from "next-themes";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Link } from "@/components/ui/link";
import { apiQuery } from "@/lib/api-client";
import { useLocaleSwitch } from "@/lib/i18n/locale-provider";
import { isLocale, localeNames, locales } from "@/lib/i18n/locales";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { initialsOf } from "@/lib/person-colour";

export function UserMenu() {
  const t = useTranslations("common");
  const tAuth = useTranslations("auth");
  const me = useMe();
  const { theme, setTheme } = useTheme();
  const { locale, setLocale } = useLocaleSwitch();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const signOut = useMutation(
    apiQuery.auth.signOut.mutationOptions({
      onSuccess: () => {
        queryClient.clear();
        // A full load, so that nothing of this session stays in memory.
        window.location.assign("/sign-in");
      },
      onError: (error) => toast.error(problemText(error).title),
    }),
  );
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={t("nav.userMenu", { name: me.name })}
        className="ml-1 inline-flex size-7 items-center justify-center rounded-full bg-secondary font-semibold text-xs hover:bg-accent"
      >
        {initialsOf(me.name)}
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-60">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{me.name}</p>
          <p className="truncate text-muted-foreground text-sm">
            {me.email} · {tAuth(`roles.${me.role}`)}
          </p>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuSub>
          <DropdownMenuSubTrigger>
            <SunMoon />
            {t("theme.title")}
          </DropdownMenuSubTrigger>
          <DropdownMenuSubContent>
            <DropdownMenuRadioGroup value={theme} onValueChange={setTheme}>
              {(["light", "dark", "system"] as const).map((one) => (
                <DropdownMenuRadioItem key={one} value={one}>
                  {t(`theme.${one}`)}
                </DropdownMenuRadioItem>
              ))}
            </DropdownMenuRadioGroup>
          </DropdownMenuSubContent>
        </DropdownMenuSub>
        <DropdownMenuSub>
          <DropdownMenuSubTrigger>
            <Languages />
            {t("language")}
          </DropdownMenuSubTrigger>
          <DropdownMenuSubContent>
            <DropdownMenuRadioGroup
              value={locale}
              onValueChange={(next) => isLocale(next) && setLocale(next)}
            >
              {locales.map((one) => (
                <DropdownMenuRadioItem key={one} value={one} lang={one}>
                  {localeNames[one]}
                </DropdownMenuRadioItem>
              ))}
            </DropdownMenuRadioGroup>
          </DropdownMenuSubContent>
        </DropdownMenuSub>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/account">
            <KeyRound />
            {t("nav.account")}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <Link href="/api-reference">
            <BookOpen />
            {t("nav.apiReference")}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => signOut.mutate({})}>
          <LogOut />
          {t("nav.signOut")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
