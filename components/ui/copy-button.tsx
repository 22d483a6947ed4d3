"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button, type ButtonProps } from "./button";
import { copyText } from "./copy-text";

/** Copies a text; says so with a tick, or says that it could not. */
export function CopyButton({
  text,
  children,
  ...props
}: { text: string } & Omit<ButtonProps, "onClick">) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);
  const copy = async (button: Element) => {
    if (!(await copyText(text, button.parentElement ?? button))) {
      toast.error(t("copyFailed"));
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <Button
      variant="ghost"
      size={children ? "sm" : "icon-sm"}
      aria-label={children ? undefined : t("copy")}
      {...props}
      onClick={(event) => void copy(event.currentTarget)}
    >
      {copied ? <Check /> : <Copy />}
      {children}
      <span aria-live="polite" className="sr-only">
        {copied ? t("copied") : ""}
      </span>
    </Button>
  );
}
