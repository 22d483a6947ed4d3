"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Globe, Plus, X } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorNote, ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import type { RemoteHost } from "@/lib/contracts/remote";

/** The hosts that imagery and catalogues may be read from. Every change is saved at once. */
export function HostsCard() {
  const t = useTranslations("auth");
  const queryClient = useQueryClient();
  const setting = useQuery(apiQuery.remote.getHosts.queryOptions());
  const [draft, setDraft] = useState("");
  const [isPrivate, setIsPrivate] = useState(false);
  const save = useMutation(
    apiQuery.remote.updateHosts.mutationOptions({
      onSuccess: async (saved) => {
        queryClient.setQueryData(apiQuery.remote.getHosts.queryKey(), saved);
        await queryClient.invalidateQueries({ queryKey: apiQuery.remote.listPlaces.key() });
        toast.success(t("hosts.saved"));
      },
    }),
  );
  const issues = useIssues(save, ["hosts"]);
  const hosts = setting.data?.hosts ?? [];
  const change = (next: RemoteHost[], onSuccess?: () => void) =>
    save.mutate({ hosts: next }, onSuccess ? { onSuccess } : {});
  const add = () => {
    const host = draft.trim().toLowerCase();
    if (host === "") return;
    change([...hosts, { host, isPrivate }], () => {
      setDraft("");
      setIsPrivate(false);
    });
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("hosts.title")}</CardTitle>
        <CardDescription>{t("hosts.description")}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        {setting.isPending && <Skeleton className="h-24" />}
        {setting.isError && (
          <ErrorState error={setting.error} onRetry={() => void setting.refetch()} />
        )}
        {setting.data && (
          <>
            <form
              onSubmit={(event) => {
                event.preventDefault();
                add();
              }}
            >
              <Field
                label={t("hosts.label")}
                help={t("hosts.help")}
                error={issues.of(`hosts.${hosts.length}.host`) ?? issues.of("hosts")}
              >
                {(ids) => (
                  <div className="flex items-center gap-3">
                    <Input
                      {...ids}
                      className="max-w-96 font-mono"
                      spellCheck={false}
                      placeholder={t("hosts.placeholder")}
                      value={draft}
                      onChange={(event) => {
                        setDraft(event.target.value);
                        save.reset();
                      }}
                    />
                    <PrivateTick checked={isPrivate} onChange={setIsPrivate} />
                    <Button type="submit" variant="outline" disabled={draft.trim() === ""}>
                      <Plus />
                      {t("hosts.add")}
                    </Button>
                  </div>
                )}
              </Field>
            </form>
            <HostList hosts={hosts} onChange={change} />
          </>
        )}
        <ErrorNote error={issues.rest} />
      </CardContent>
    </Card>
  );
}

function PrivateTick({
  checked,
  label,
  onChange,
}: {
  checked: boolean;
  label?: string;
  onChange: (checked: boolean) => void;
}) {
  const t = useTranslations("auth");
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the tick is inside.
    <label className="flex shrink-0 items-center gap-2">
      <Checkbox
        aria-label={label}
        checked={checked}
        onCheckedChange={(next) => onChange(next === true)}
      />
      <span className="text-sm">{t("hosts.private")}</span>
    </label>
  );
}

function HostList({
  hosts,
  onChange,
}: {
  hosts: RemoteHost[];
  onChange: (hosts: RemoteHost[]) => void;
}) {
  const t = useTranslations("auth");
  return (
    <ul className="flex flex-col">
      {hosts.length === 0 && <li className="text-muted-foreground">{t("hosts.empty")}</li>}
      {hosts.map((one) => (
        <li key={one.host} className="flex h-8 items-center gap-3">
          <Globe className="size-4 shrink-0 text-muted-foreground" aria-hidden />
          <span className="min-w-0 flex-1 truncate font-mono text-sm">{one.host}</span>
          <PrivateTick
            checked={one.isPrivate}
            label={t("hosts.privateOf", { host: one.host })}
            onChange={(isPrivate) =>
              onChange(hosts.map((other) => (other === one ? { ...one, isPrivate } : other)))
            }
          />
          <Button
            variant="ghost"
            size="icon-xs"
            aria-label={t("hosts.remove", { host: one.host })}
            onClick={() => onChange(hosts.filter((other) => other !== one))}
          >
            <X />
          </Button>
        </li>
      ))}
    </ul>
  );
}
