"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button, type ButtonProps } from "./button";

/** Copies a text; says so with a tick. */
export function CopyButton({
  text,
  children,
  ...props
}: { text: string } & Omit<ButtonProps, "onClick">) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <Button
      variant="ghost"
      size={children ? "sm" : "icon-sm"}
      aria-label={children ? undefined : t("copy")}
      {...props}
      onClick={() => void copy()}
    >
      {copied ? <Check /> : <Copy />}
      {children}
      <span aria-live="polite" className="sr-only">
        {copied ? t("copied") : ""}
      </span>
    </Button>
  );
}
