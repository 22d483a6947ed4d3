"use client";

import type { ComponentProps } from "react";
import { useTranslations } from "use-intl";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { type Role, roleSchema } from "@/lib/contracts/auth";

export function RoleSelect({
  value,
  onValueChange,
  disabled,
  ...trigger
}: {
  value: Role;
  onValueChange: (role: Role) => void;
  disabled?: boolean;
} & Omit<ComponentProps<typeof SelectTrigger>, "value" | "children">) {
  const t = useTranslations("auth");
  return (
    <Select
      value={value}
      disabled={disabled}
      onValueChange={(next) => onValueChange(roleSchema.parse(next))}
    >
      <SelectTrigger {...trigger}>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {roleSchema.options.map((role) => (
          <SelectItem key={role} value={role}>
            {t(`roles.${role}`)}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
