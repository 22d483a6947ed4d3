"use client";

import { useQuery } from "@tanstack/react-query";
import { Globe, GlobeLock } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote, ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import { apiQuery } from "@/lib/api-client";
import { type BringHow, PlaceChoice } from "./place-choice";
import { useBring } from "./use-bring";

/** Brings in files by their addresses: cloud optimized ones are best left where they are. */
export function ByAddress({ projectId }: { projectId: string }) {
  const t = useTranslations("scenes");
  const [text, setText] = useState("");
  const [chosen, setHow] = useState<BringHow>("inPlace");
  const bring = useBring(projectId, () => setText(""));
  const addresses = text.split(/\s*\n\s*/).filter((line) => line.trim() !== "");
  const how = chosen === "together" && addresses.length < 2 ? "copy" : chosen;
  return (
    <WithPlaces>
      {(places) => (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (addresses.length > 0) bring.mutate({ addresses, how });
          }}
        >
          <Field label={t("address.label")} help={t("address.help", { places })}>
            {(ids) => (
              <Textarea
                {...ids}
                className="font-mono text-sm"
                spellCheck={false}
                wrap="off"
                rows={3}
                placeholder="https://data.example.org/scenes/a.tif"
                value={text}
                onChange={(event) => {
                  setText(event.target.value);
                  bring.reset();
                }}
              />
            )}
          </Field>
          <PlaceChoice how={how} onChange={setHow} severalFiles={addresses.length > 1} />
          <ErrorNote error={bring.error} />
          <Button
            type="submit"
            className="w-fit"
            disabled={addresses.length === 0}
            loading={bring.isPending}
          >
            {!bring.isPending && <Globe />}
            {t("address.add", { count: Math.max(1, addresses.length) })}
          </Button>
        </form>
      )}
    </WithPlaces>
  );
}

/** Shows what needs an allowed host, or says who can allow one. */
export function WithPlaces({ children }: { children: (places: string) => ReactNode }) {
  const t = useTranslations("scenes");
  const tCommon = useTranslations("common");
  const mayAllow = useMay("settings.manage");
  const places = useQuery(apiQuery.remote.listPlaces.queryOptions());
  if (places.isPending) return <Skeleton className="h-56" />;
  if (places.isError) {
    return <ErrorState error={places.error} onRetry={() => void places.refetch()} />;
  }
  const { hosts, buckets } = places.data;
  const names = [...hosts, ...buckets.map((bucket) => `s3://${bucket}`)];
  if (names.length === 0) {
    return (
      <EmptyState
        icon={GlobeLock}
        title={t("address.empty")}
        description={t(mayAllow ? "address.emptyAllow" : "address.emptyDescription")}
      >
        {mayAllow && (
          <Button asChild variant="outline">
            <Link href="/administration">{tCommon("nav.administration")}</Link>
          </Button>
        )}
      </EmptyState>
    );
  }
  const shown = names.slice(0, 4).join(", ");
  return children(names.length > 4 ? `${shown}, …` : shown);
}
