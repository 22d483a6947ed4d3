import { LocateFixed } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Tooltip } from "@/components/ui/tooltip";
import { fromLonLatConverter, tileAtCoordinate } from "../map/scene-geometry";
import { parsePlace } from "./parse-place";
import { useFocusMap, useWorkspace } from "./workspace-context";

/** Goes to coordinates that somebody types: degrees, or those of the scene's own plane. */
export function GoToPlace() {
  const t = useTranslations("labels");
  const { scene, map, goTo } = useWorkspace();
  const focusMap = useFocusMap();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<"unreadable" | "outside" | null>(null);
  const fromLonLat = useMemo(() => fromLonLatConverter(scene), [scene]);
  const go = () => {
    const place = parsePlace(text, fromLonLat !== null);
    if (!place) return setProblem("unreadable");
    const coordinate =
      place.kind === "map" ? [place.x, place.y] : fromLonLat?.([place.lon, place.lat]);
    const tile = coordinate && map ? tileAtCoordinate(map.geometry, coordinate) : null;
    if (!tile) return setProblem("outside");
    setOpen(false);
    goTo(tile);
    map?.focus(tile);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <Tooltip content={t("goToPlace")} side="top">
        <PopoverTrigger asChild>
          <Button variant="ghost" size="icon-xs" aria-label={t("goToPlace")}>
            <LocateFixed />
          </Button>
        </PopoverTrigger>
      </Tooltip>
      <PopoverContent side="top" onCloseAutoFocus={focusMap}>
        <form
          className="flex flex-col gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            go();
          }}
        >
          <Input
            autoFocus
            aria-label={t("goToPlace")}
            aria-invalid={problem !== null}
            placeholder={scene.crs.proj4 ? "34.71, -76.65" : "1200, 800"}
            value={text}
            maxLength={100}
            onChange={(event) => {
              setText(event.target.value);
              setProblem(null);
            }}
          />
          <p className={problem ? "text-destructive text-sm" : "text-muted-foreground text-sm"}>
            {t(`goToPlaceHelp.${problem ?? (scene.crs.proj4 ? "degrees" : "pixels")}`)}
          </p>
        </form>
      </PopoverContent>
    </Popover>
  );
}
