"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, Info, RotateCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { ErrorState } from "@/components/ui/error-state";
import { InlineCode } from "@/components/ui/inline-code";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time";
import { api, apiQuery } from "@/lib/api-client";
import { cn } from "@/lib/cn";
import type { Machine } from "@/lib/contracts/environment";
import { useFormat } from "@/lib/i18n/use-format";
import { useSaid } from "@/lib/i18n/use-said";
import { UsageBar } from "./usage-bar";

/** What this machine can do, what is missing and how to get it. */
export function EnvironmentPage() {
  const t = useTranslations("environment");
  const queryClient = useQueryClient();
  const machine = useQuery(apiQuery.environment.get.queryOptions({ input: {} }));
  const measure = useMutation({
    mutationFn: () => api.environment.get({ fresh: "true" }),
    onSuccess: (fresh) =>
      queryClient.setQueryData(apiQuery.environment.get.queryKey({ input: {} }), fresh),
  });
  const error = measure.error ?? machine.error;
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={
          machine.data ? (
            <>
              {t("measured")} <RelativeTime atMs={machine.data.measuredAtMs} />
            </>
          ) : (
            t("measuring")
          )
        }
        actions={
          <Button
            variant="outline"
            onClick={() => measure.mutate()}
            loading={measure.isPending || machine.isPending}
          >
            {!measure.isPending && !machine.isPending && <RotateCw />}
            {t("again")}
          </Button>
        }
      />
      {error && <ErrorState error={error} onRetry={() => measure.mutate()} />}
      {machine.data ? <MachineCards machine={machine.data} /> : !error && <MachineSkeleton />}
    </PageBody>
  );
}

function MachineCards({ machine }: { machine: Machine }) {
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
      <div className="flex flex-col gap-4">
        <ChecksCard machine={machine} />
        <VersionsCard machine={machine} />
      </div>
      <div className="flex flex-col gap-4">
        <GpuCard machine={machine} />
        <HardwareCard machine={machine} />
      </div>
    </div>
  );
}

/** Checks that are not the name of a library. */
const checkNames = ["python", "gpu", "disk", "memory", "worker"] as const;

function isNamed(name: string): name is (typeof checkNames)[number] {
  return checkNames.some((one) => one === name);
}

function ChecksCard({ machine }: { machine: Machine }) {
  const t = useTranslations("environment");
  const wrong = machine.checks.filter((check) => !check.ok);
  const advised = machine.checks.filter((check) => check.ok && check.hint);
  const nameOf = (name: string) => (isNamed(name) ? t(`checkName.${name}`) : name);
  const fine = machine.checks.filter((check) => check.ok && !check.hint);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("checks")}</CardTitle>
        <Badge variant={wrong.length === 0 ? "success" : "warning"} className="ml-auto">
          {t("checksWrong", { count: wrong.length })}
        </Badge>
      </CardHeader>
      <CardContent className="flex flex-col gap-2.5">
        {[...wrong, ...advised].map((check) => (
          <CheckRow key={check.name} check={check} />
        ))}
        {fine.length > 0 && (
          <div className="flex gap-2.5">
            <CircleCheck className="mt-0.5 size-4 shrink-0 text-success" aria-hidden />
            <p className="min-w-0 text-muted-foreground">
              {t("fineList")} {fine.map((check) => nameOf(check.name)).join(t("listSeparator"))}
            </p>
          </div>
        )}
      </CardContent>
    </Card>
  );
}

function CheckRow({ check }: { check: Machine["checks"][number] }) {
  const t = useTranslations("environment");
  const { message, hint } = useSaid()(check);
  const Icon = check.ok ? Info : TriangleAlert;
  return (
    <div className="flex gap-2.5">
      <Icon
        className={cn(
          "mt-0.5 size-4 shrink-0",
          check.ok ? "text-muted-foreground" : "text-warning",
        )}
        aria-label={check.ok ? t("fine") : t("notFine")}
      />
      <div className="min-w-0">
        <p>{message}</p>
        {hint && (
          <p className="text-muted-foreground">
            <InlineCode text={hint} />
          </p>
        )}
      </div>
    </div>
  );
}

function GpuCard({ machine }: { machine: Machine }) {
  const t = useTranslations("environment");
  const format = useFormat();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("gpus")}</CardTitle>
        {machine.attention.length > 0 && (
          <CardDescription>
            {t("attention", { names: machine.attention.join(t("listSeparator")) })}
          </CardDescription>
        )}
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        {machine.gpus.length === 0 && <p className="text-muted-foreground">{t("noGpu")}</p>}
        {machine.gpus.map((gpu) => (
          <div key={gpu.index} className="flex flex-col gap-2">
            <div className="flex flex-wrap items-center gap-2">
              <span className="num text-muted-foreground">{gpu.index}</span>
              <span className="font-medium">{gpu.name}</span>
              {gpu.bf16 && <Badge variant="outline">bf16</Badge>}
              {gpu.capability && (
                <span className="num ml-auto text-muted-foreground text-sm">
                  {t("capability", { version: gpu.capability })}
                </span>
              )}
            </div>
            <UsageBar
              label={t("memoryOf", { name: gpu.name })}
              usedBytes={gpu.memoryBytes - gpu.freeBytes}
              totalBytes={gpu.memoryBytes}
              text={t("freeOf", {
                free: format.bytes(gpu.freeBytes),
                total: format.bytes(gpu.memoryBytes),
              })}
            />
          </div>
        ))}
      </CardContent>
    </Card>
  );
}

function HardwareCard({ machine }: { machine: Machine }) {
  const t = useTranslations("environment");
  const format = useFormat();
  const { memory, disk, cpu, worker } = machine;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("hardware")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <DescriptionList
          items={[
            { term: t("cpu"), value: cpu.model },
            { term: t("cores"), value: format.count(cpu.cores) },
            {
              term: t("worker"),
              value: (
                <span className="inline-flex items-center gap-2">
                  <span
                    aria-hidden
                    className={cn(
                      "size-1.5 rounded-full",
                      worker.alive ? "bg-success" : "bg-warning",
                    )}
                  />
                  {worker.alive ? t("workerAlive") : t("workerGone")}
                  {!worker.alive && worker.seenAtMs !== null && (
                    <RelativeTime atMs={worker.seenAtMs} className="text-muted-foreground" />
                  )}
                </span>
              ),
            },
          ]}
        />
        <Usage label={t("memory")} total={memory.totalBytes} free={memory.freeBytes} />
        <Usage label={t("disk")} total={disk.totalBytes} free={disk.freeBytes} />
      </CardContent>
    </Card>
  );
}

function Usage({ label, total, free }: { label: string; total: number; free: number }) {
  const t = useTranslations("environment");
  const format = useFormat();
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium">{label}</p>
      <UsageBar
        label={label}
        usedBytes={total - free}
        totalBytes={total}
        text={t("freeOf", { free: format.bytes(free), total: format.bytes(total) })}
      />
    </div>
  );
}

function VersionsCard({ machine }: { machine: Machine }) {
  const t = useTranslations("environment");
  const items = Object.entries(machine.versions).map(([name, version]) => ({
    term: name,
    value: version ?? <span className="text-muted-foreground">{t("notInstalled")}</span>,
  }));
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("versions")}</CardTitle>
      </CardHeader>
      <CardContent>
        <DescriptionList items={items} className="sm:grid-cols-[auto_1fr_auto_1fr]" />
      </CardContent>
    </Card>
  );
}

function MachineSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      <Skeleton className="h-72 rounded-lg" />
      <Skeleton className="h-72 rounded-lg" />
    </div>
  );
}
