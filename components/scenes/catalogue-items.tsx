"use client";

import { ChevronRight, ImageOff } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/lib/cn";
import type { CatalogueAsset, CatalogueItem } from "@/lib/contracts/remote";
import { useFormat } from "@/lib/i18n/use-format";

/** What a search found; each item opens to its files, which are chosen one by one. */
export function CatalogueItems({
  items,
  chosen,
  onToggle,
}: {
  items: readonly CatalogueItem[];
  chosen: ReadonlySet<string>;
  onToggle: (address: string) => void;
}) {
  const [opened, setOpened] = useState<string | null>(items.length === 1 ? keyOf(items[0]) : null);
  return (
    <ul className="max-h-64 divide-y overflow-y-auto rounded-md border">
      {items.map((item) => {
        const key = keyOf(item);
        return (
          <ItemRow
            key={key}
            item={item}
            isOpen={opened === key}
            chosen={chosen}
            onOpen={() => setOpened(opened === key ? null : key)}
            onToggle={onToggle}
          />
        );
      })}
    </ul>
  );
}

function keyOf(item: CatalogueItem | undefined): string {
  return item ? `${item.collection}/${item.id}` : "";
}

function ItemRow({
  item,
  isOpen,
  chosen,
  onOpen,
  onToggle,
}: {
  item: CatalogueItem;
  isOpen: boolean;
  chosen: ReadonlySet<string>;
  onOpen: () => void;
  onToggle: (address: string) => void;
}) {
  const t = useTranslations("scenes");
  const format = useFormat();
  const count = item.assets.filter((asset) => chosen.has(asset.address)).length;
  const facts = [
    item.collection,
    item.takenAt?.slice(0, 10),
    item.cloudPercent === null
      ? null
      : t("catalogue.cloudShare", { share: format.percent(item.cloudPercent / 100) }),
  ].filter(Boolean);
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        className="flex w-full items-center gap-3 px-2 py-1.5 text-left hover:bg-accent/50"
        onClick={onOpen}
      >
        <ChevronRight
          className={cn(
            "size-4 shrink-0 text-muted-foreground transition-transform",
            isOpen && "rotate-90",
          )}
          aria-hidden
        />
        <Picture address={item.picture} />
        <span className="min-w-0 flex-1">
          <span className="block truncate" title={item.id}>
            {item.id}
          </span>
          <span className="num block truncate text-muted-foreground text-sm">
            {facts.join(" · ")}
          </span>
        </span>
        <span className="num shrink-0 text-muted-foreground text-sm">
          {count > 0
            ? t("catalogue.chosen", { count })
            : t("catalogue.files", { count: item.assets.length })}
        </span>
      </button>
      {isOpen && (
        <ul className="border-t bg-muted/40 py-1 pl-9">
          {item.assets.map((asset) => (
            <AssetRow
              key={asset.key}
              asset={asset}
              isChosen={chosen.has(asset.address)}
              onToggle={() => onToggle(asset.address)}
            />
          ))}
          {item.assets.length === 0 && (
            <li className="py-1 text-muted-foreground">{t("catalogue.noRasters")}</li>
          )}
        </ul>
      )}
    </li>
  );
}

function AssetRow({
  asset,
  isChosen,
  onToggle,
}: {
  asset: CatalogueAsset;
  isChosen: boolean;
  onToggle: () => void;
}) {
  const t = useTranslations("scenes");
  const format = useFormat();
  const host = asset.address.replace(/^(\w+:\/\/[^/]+).*$/s, "$1");
  return (
    <li>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the tick is inside. */}
      <label
        className={cn(
          "flex h-7 items-center gap-2 pr-3",
          asset.isAllowed ? "cursor-pointer" : "text-muted-foreground",
        )}
        title={asset.address}
      >
        <Checkbox checked={isChosen} disabled={!asset.isAllowed} onCheckedChange={onToggle} />
        <span className="min-w-0 truncate">
          {asset.title === asset.key ? asset.key : `${asset.key}: ${asset.title}`}
        </span>
        <span className="min-w-0 truncate text-muted-foreground text-sm">
          {asset.bands.join(", ")}
        </span>
        <span className="num ml-auto flex shrink-0 items-center gap-2 text-muted-foreground text-sm">
          {!asset.isAllowed && t("catalogue.notAllowed", { host })}
          {asset.byteSize !== null && format.bytes(asset.byteSize)}
          {asset.isCog && <Badge variant="secondary">COG</Badge>}
        </span>
      </label>
    </li>
  );
}

/** Fetched by the studio: the browser never asks another host. */
function Picture({ address }: { address: string | null }) {
  const [failed, setFailed] = useState(false);
  return (
    <span className="flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-sm bg-muted">
      {address && !failed ? (
        // biome-ignore lint/performance/noImgElement: a small picture of another host.
        <img
          src={`/api/catalogue-picture?url=${encodeURIComponent(address)}`}
          alt=""
          loading="lazy"
          onError={() => setFailed(true)}
          className="size-full object-cover"
        />
      ) : (
        <ImageOff className="size-4 text-muted-foreground/40" aria-hidden />
      )}
    </span>
  );
}
