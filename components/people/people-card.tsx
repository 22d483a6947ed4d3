"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, KeyRound, UserCheck, UserPlus, UserX } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { RelativeTime } from "@/components/ui/time";
import { apiQuery } from "@/lib/api-client";
import { cn } from "@/lib/cn";
import type { User } from "@/lib/contracts/auth";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { AddPersonDialog } from "./add-person-dialog";
import { NewPasswordDialog } from "./new-password-dialog";
import { RoleSelect } from "./role-select";

export function PeopleCard() {
  const t = useTranslations("auth");
  const [adding, setAdding] = useState(false);
  const users = useQuery(apiQuery.auth.listUsers.queryOptions());
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("people.title")}</CardTitle>
        <CardAction>
          <Button size="sm" onClick={() => setAdding(true)}>
            <UserPlus />
            {t("people.add")}
          </Button>
        </CardAction>
        <CardDescription>{t("people.description")}</CardDescription>
      </CardHeader>
      {users.isPending && <Skeleton className="m-4 h-24" />}
      {users.isError && (
        <ErrorState className="m-4" error={users.error} onRetry={() => void users.refetch()} />
      )}
      {users.data && (
        <Table aria-label={t("people.title")}>
          <TableHeader>
            <TableRow>
              <TableHead className="pl-4">{t("name")}</TableHead>
              <TableHead>{t("email")}</TableHead>
              <TableHead>{t("role")}</TableHead>
              <TableHead>{t("people.since")}</TableHead>
              <TableHead className="w-10" />
            </TableRow>
          </TableHeader>
          <TableBody>
            {users.data.map((user) => (
              <PersonRow key={user.id} user={user} />
            ))}
          </TableBody>
        </Table>
      )}
      <AddPersonDialog open={adding} onClose={() => setAdding(false)} />
    </Card>
  );
}

function PersonRow({ user }: { user: User }) {
  const t = useTranslations("auth");
  const me = useMe();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const [settingPassword, setSettingPassword] = useState(false);
  const isMe = me.id === user.id;
  const update = useMutation(
    apiQuery.auth.updateUser.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: apiQuery.auth.listUsers.key() }),
      onError: (error) => {
        const { title, message, hint } = problemText(error);
        toast.error(message || title, { description: hint });
      },
    }),
  );
  const setActive = (active: boolean) =>
    update.mutate(
      { userId: user.id, active },
      {
        onSuccess: () =>
          toast.success(
            t(active ? "people.activated" : "people.deactivated", { name: user.name }),
            active
              ? {}
              : { action: { label: t("people.activate"), onClick: () => setActive(true) } },
          ),
      },
    );
  return (
    <TableRow className={cn(!user.active && "text-muted-foreground")}>
      <TableCell className="pl-4">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{user.name}</span>
          {isMe && <Badge variant="outline">{t("people.you")}</Badge>}
          {!user.active && <Badge>{t("people.inactive")}</Badge>}
        </span>
      </TableCell>
      <TableCell>{user.email}</TableCell>
      <TableCell>
        <RoleSelect
          value={user.role}
          size="sm"
          className="w-36"
          aria-label={`${t("role")}: ${user.name}`}
          disabled={isMe || update.isPending}
          onValueChange={(role) =>
            update.mutate(
              { userId: user.id, role },
              {
                onSuccess: () =>
                  toast.success(
                    t("people.roleChanged", { name: user.name, role: t(`roles.${role}`) }),
                  ),
              },
            )
          }
        />
      </TableCell>
      <TableCell>
        <RelativeTime atMs={user.createdAtMs} className="num text-muted-foreground" />
      </TableCell>
      <TableCell className="pr-3">
        {!isMe && (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={t("people.actions", { name: user.name })}
              >
                <Ellipsis />
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              <DropdownMenuItem onSelect={() => setSettingPassword(true)}>
                <KeyRound />
                {t("people.newPassword")}
              </DropdownMenuItem>
              <DropdownMenuItem onSelect={() => setActive(!user.active)}>
                {user.active ? <UserX /> : <UserCheck />}
                {t(user.active ? "people.deactivate" : "people.activate")}
              </DropdownMenuItem>
            </DropdownMenuContent>
          </DropdownMenu>
        )}
        <NewPasswordDialog
          user={user}
          open={settingPassword}
          onClose={() => setSettingPassword(false)}
        />
      </TableCell>
    </TableRow>
  );
}
