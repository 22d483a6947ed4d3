"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { SegmentedControl } from "@/components/ui/segmented-control";

const themes = ["light", "dark", "system"] as const;
const icons = { light: Sun, dark: Moon, system: Monitor };

const never = () => () => {};

/** Light, dark or as the system. The server does not know the choice, so it marks none. */
export function ThemeSwitch() {
  const t = useTranslations("common");
  const { theme, setTheme } = useTheme();
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const value = themes.find((one) => inBrowser && one === theme) ?? "system";
  return (
    <SegmentedControl
      size="sm"
      aria-label={t("theme.title")}
      value={value}
      onValueChange={setTheme}
      segments={themes.map((one) => {
        const Icon = icons[one];
        return {
          value: one,
          label: (
            <>
              <Icon aria-hidden />
              <span className="sr-only">{t(`theme.${one}`)}</span>
            </>
          ),
        };
      })}
    />
  );
}
