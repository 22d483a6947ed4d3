"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { ErrorNote, ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NumberInput } from "@/components/ui/number-input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { useIssues } from "@/components/ui/use-issues";
import { apiQuery } from "@/lib/api-client";
import type { Basemap } from "@/lib/contracts/basemap";
import { BasemapServiceLayers } from "./basemap-service";

const kinds = ["none", "xyz", "wmts", "wms"] as const;
const braces = {
  xyz: "{z}, {x}, {y}",
  wmts: "{TileMatrix}, {TileRow}, {TileCol}",
  wms: "",
} as const;
const fresh: Basemap = {
  ...{ kind: "xyz", url: "", layers: "", attribution: "", maxZoom: 19, style: "" },
  ...{ format: "image/png", version: "1.3.0", grid: null, service: null },
};

/** The map under every scene: none unless somebody asks for one. */
export function BasemapCard() {
  const t = useTranslations("auth");
  const setting = useQuery(apiQuery.environment.getBasemapSetting.queryOptions());
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("basemap.title")}</CardTitle>
        <CardDescription>{t("basemap.description")}</CardDescription>
      </CardHeader>
      <CardContent>
        {setting.isPending && <Skeleton className="h-24" />}
        {setting.isError && (
          <ErrorState error={setting.error} onRetry={() => void setting.refetch()} />
        )}
        {setting.data && <BasemapForm saved={setting.data.basemap} />}
      </CardContent>
    </Card>
  );
}

function BasemapForm({ saved }: { saved: Basemap | null }) {
  const t = useTranslations("auth");
  const queryClient = useQueryClient();
  const [isOn, setIsOn] = useState(saved !== null);
  const [basemap, setBasemap] = useState(saved ?? fresh);
  const save = useMutation(
    apiQuery.environment.updateBasemap.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: apiQuery.environment.key() });
        toast.success(t("basemap.saved"));
      },
    }),
  );
  const issues = useIssues(save, ["basemap.url", "basemap.layers"]);
  const change = (part: Partial<Basemap>) => {
    save.reset();
    setBasemap({ ...basemap, ...part });
  };
  const { kind } = basemap;
  return (
    <form
      {...issues.form}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ basemap: isOn ? basemap : null });
      }}
    >
      <SegmentedControl
        aria-label={t("basemap.kind")}
        value={isOn ? kind : "none"}
        segments={kinds.map((value) => ({ value, label: t(`basemap.${value}`) }))}
        onValueChange={(value) => {
          setIsOn(value !== "none");
          if (value !== "none") change({ kind: value, grid: null, service: null });
        }}
      />
      {isOn && (
        <>
          <Field
            label={t("basemap.url")}
            help={t(`basemap.urlHelp.${kind}`, { braces: braces[kind], sample: "{z}/{x}/{y}" })}
            error={issues.of("basemap.url")}
          >
            {(ids) => (
              <Input
                {...ids}
                required
                type="url"
                className="font-mono"
                spellCheck={false}
                maxLength={2000}
                value={basemap.url}
                // What was read belongs to the address that it was read from.
                onChange={(event) => change({ url: event.target.value, grid: null, service: null })}
              />
            )}
          </Field>
          {kind !== "xyz" && (
            <BasemapServiceLayers
              key={kind}
              kind={kind}
              address={basemap.service ?? basemap.url}
              onChoose={change}
            />
          )}
          {kind === "wms" && (
            <Field label={t("basemap.layers")} error={issues.of("basemap.layers")}>
              {(ids) => (
                <Input
                  {...ids}
                  maxLength={500}
                  value={basemap.layers}
                  onChange={(event) => change({ layers: event.target.value })}
                />
              )}
            </Field>
          )}
          <div className="grid grid-cols-[1fr_8rem] gap-4">
            <Field label={t("basemap.attribution")} help={t("basemap.attributionHelp")}>
              {(ids) => (
                <Input
                  {...ids}
                  maxLength={300}
                  value={basemap.attribution}
                  onChange={(event) => change({ attribution: event.target.value })}
                />
              )}
            </Field>
            <Field label={t("basemap.maxZoom")}>
              {(ids) => (
                <NumberInput
                  {...ids}
                  min={0}
                  max={24}
                  value={basemap.maxZoom}
                  onValueChange={(maxZoom) => change({ maxZoom: Math.round(maxZoom ?? 19) })}
                />
              )}
            </Field>
          </div>
        </>
      )}
      <ErrorNote error={issues.rest} />
      <Button type="submit" className="w-fit" loading={save.isPending}>
        {t("basemap.save")}
      </Button>
    </form>
  );
}
