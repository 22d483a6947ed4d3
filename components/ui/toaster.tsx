"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/**
 * Shows what `toast()` of sonner is given, in the colours and type of the theme. At the lower left,
 * above the status bar of the map: what launches, freezes and closes stands at the lower right.
 */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-left"
      offset={{ bottom: "2.75rem", left: "0.75rem" }}
      gap={8}
      toastOptions={{
        style: { fontFamily: "var(--font-sans)", fontSize: "0.8125rem" },
        actionButtonStyle: {
          backgroundColor: "var(--primary)",
          color: "var(--primary-foreground)",
          fontWeight: 500,
        },
      }}
      style={
        {
          "--normal-bg": "var(--popover)",
          "--normal-text": "var(--popover-foreground)",
          "--normal-border": "var(--border)",
          "--border-radius": "var(--radius)",
        } as React.CSSProperties
      }
    />
  );
}
