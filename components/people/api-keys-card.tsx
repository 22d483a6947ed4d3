"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Card,
  CardAction,
  CardContent,
  CardDescription,
  CardHeader,
  CardTitle,
} from "@/components/ui/card";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote, ErrorState } from "@/components/ui/error-state";
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
import type { ApiKey } from "@/lib/contracts/auth";
import { CreateKeyDialog } from "./create-key-dialog";

export function ApiKeysCard() {
  const t = useTranslations("auth");
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const keys = useQuery(apiQuery.auth.listApiKeys.queryOptions());
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("keys.title")}</CardTitle>
        <CardAction>
          <Button size="sm" onClick={() => setCreating(true)}>
            <Plus />
            {t("keys.create")}
          </Button>
        </CardAction>
        <CardDescription>{t("keys.description")}</CardDescription>
      </CardHeader>
      <CardContent>
        {keys.isPending && <Skeleton className="h-16" />}
        {keys.isError && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
        {keys.data?.length === 0 && (
          <EmptyState
            icon={KeyRound}
            title={t("keys.empty")}
            description={t("keys.emptyDescription")}
          />
        )}
        {keys.data && keys.data.length > 0 && (
          <Table aria-label={t("keys.title")}>
            <TableHeader>
              <TableRow>
                <TableHead className="pl-0">{t("keys.nameLabel")}</TableHead>
                <TableHead>{t("keys.prefix")}</TableHead>
                <TableHead>{t("keys.created")}</TableHead>
                <TableHead>{t("keys.lastUsed")}</TableHead>
                <TableHead />
              </TableRow>
            </TableHeader>
            <TableBody>
              {keys.data.map((key) => (
                <TableRow key={key.id}>
                  <TableCell className="pl-0 font-medium">{key.name}</TableCell>
                  <TableCell className="font-mono text-sm">{key.prefix}…</TableCell>
                  <TableCell>
                    <RelativeTime atMs={key.createdAtMs} />
                  </TableCell>
                  <TableCell>
                    {key.lastUsedAtMs ? <RelativeTime atMs={key.lastUsedAtMs} /> : t("keys.never")}
                  </TableCell>
                  <TableCell className="pr-0 text-right">
                    <Button variant="ghost" size="sm" onClick={() => setRevoking(key)}>
                      {t("keys.revoke")}
                    </Button>
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </CardContent>
      <CreateKeyDialog open={creating} onClose={() => setCreating(false)} />
      <RevokeKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} />
    </Card>
  );
}

function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKey | null; onClose: () => void }) {
  const t = useTranslations("auth");
  const tCommon = useTranslations("common");
  const queryClient = useQueryClient();
  const revoke = useMutation(
    apiQuery.auth.deleteApiKey.mutationOptions({
      onSuccess: async () => {
        toast.success(t("keys.revoked", { name: apiKey?.name ?? "" }));
        onClose();
        await queryClient.invalidateQueries({ queryKey: apiQuery.auth.listApiKeys.key() });
      },
    }),
  );
  return (
    <Dialog open={apiKey !== null} onOpenChange={(open) => !open && onClose()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("keys.revokeTitle", { name: apiKey?.name ?? "" })}</DialogTitle>
          <DialogDescription>{t("keys.revokeDescription")}</DialogDescription>
        </DialogHeader>
        <DialogFooter>
          <ErrorNote error={revoke.error} className="mr-auto" />
          <Button variant="ghost" onClick={onClose}>
            {tCommon("cancel")}
          </Button>
          <Button
            variant="destructive"
            loading={revoke.isPending}
            onClick={() => apiKey && revoke.mutate({ keyId: apiKey.id })}
          >
            {t("keys.revoke")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
