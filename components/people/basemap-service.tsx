import { useMutation } from "@tanstack/react-query";
import { ScanSearch } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { apiQuery } from "@/lib/api-client";
import type { Basemap, BasemapService } from "@/lib/contracts/basemap";

/** Reads what a WMS or WMTS offers; a layer that is chosen fills in everything else. */
export function BasemapServiceLayers({
  kind,
  address,
  onChoose,
}: {
  kind: "wms" | "wmts";
  /** Of the service. */
  address: string;
  onChoose: (basemap: Basemap) => void;
}) {
  const t = useTranslations("auth");
  const read = useMutation(apiQuery.environment.readBasemapService.mutationOptions());
  const isAddress = URL.canParse(address);
  return (
    <div className="flex flex-col gap-4">
      <Button
        type="button"
        variant="outline"
        size="sm"
        className="w-fit"
        disabled={!isAddress}
        loading={read.isPending}
        onClick={() => read.mutate({ kind, url: address })}
      >
        <ScanSearch />
        {t("basemap.read")}
      </Button>
      {read.error && <ErrorNote error={read.error} />}
      {read.data && <Layers key={read.submittedAt} service={read.data} onChoose={onChoose} />}
    </div>
  );
}

function Layers({
  service,
  onChoose,
}: {
  service: BasemapService;
  onChoose: (basemap: Basemap) => void;
}) {
  const t = useTranslations("auth");
  const [name, setName] = useState<string | null>(null);
  const [choice, setChoice] = useState("0");
  const layer = service.layers.find((one) => one.name === name);
  const take = (place: string, of = layer) => {
    setChoice(place);
    const basemap = of?.choices[Number(place)]?.basemap;
    if (basemap) onChoose(basemap);
  };
  if (service.layers.length === 0) {
    return <p className="text-muted-foreground text-sm">{t("basemap.noLayers")}</p>;
  }
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("basemap.layer")} help={service.title}>
        {(ids) => (
          <Select
            value={name ?? ""}
            onValueChange={(value) => {
              setName(value);
              take(
                "0",
                service.layers.find((one) => one.name === value),
              );
            }}
          >
            <SelectTrigger {...ids} className="min-w-0">
              <SelectValue placeholder={t("basemap.chooseLayer")} />
            </SelectTrigger>
            <SelectContent>
              {service.layers.map((one) => (
                <SelectItem
                  key={one.name}
                  value={one.name}
                  disabled={one.choices.length === 0}
                  title={one.choices.length === 0 ? one.systems.join(", ") : one.name}
                >
                  {one.title}
                  {one.choices.length === 0 && (
                    <span className="text-muted-foreground"> {t("basemap.otherSystems")}</span>
                  )}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        )}
      </Field>
      {layer && (
        <Field label={t("basemap.system")}>
          {(ids) => (
            <Select value={choice} onValueChange={(value) => take(value)}>
              <SelectTrigger {...ids} className="min-w-0">
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                {layer.choices.map((one, place) => (
                  <SelectItem key={one.name} value={String(place)}>
                    {one.name}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}
