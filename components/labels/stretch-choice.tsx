import { ScanEye } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Tooltip } from "@/components/ui/tooltip";
import { stretchNames } from "../map/band-rendering";
import { useFocusMap, useWorkspace } from "./workspace-context";

/** By which rule values become dark and bright: over the whole scene, or over what is on screen. */
export function StretchChoice() {
  const t = useTranslations("labels");
  const { looks } = useWorkspace();
  const focusMap = useFocusMap();
  const toWindow = async () => {
    if (!(await looks.stretchToWindow())) toast.error(t("nothingInView"));
  };
  return (
    <div className="mt-2 flex items-center gap-2">
      <span className="shrink-0 text-muted-foreground text-sm">{t("stretch")}</span>
      <Select
        value={looks.stretchName}
        onValueChange={(value) => {
          const name = stretchNames.find((one) => one === value);
          if (name && name !== "custom") looks.setStretch(name);
        }}
      >
        <SelectTrigger size="sm" aria-label={t("stretch")} className="min-w-0 flex-1">
          <SelectValue />
        </SelectTrigger>
        <SelectContent onCloseAutoFocus={focusMap}>
          {stretchNames.map((name) => (
            <SelectItem
              key={name}
              value={name}
              disabled={name === "custom" && looks.stretchName !== "custom"}
            >
              {t(`stretchName.${name}`)}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <Tooltip content={t("stretchToView")}>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={t("stretchToView")}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void toWindow()}
        >
          <ScanEye />
        </Button>
      </Tooltip>
    </div>
  );
}
