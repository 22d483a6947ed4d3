import { Undo } from "lucide-react";
import { useTranslations } from "use-intl";
import { Tooltip } from "@/components/ui/tooltip";
import { useFormat } from "@/lib/i18n/use-format";
import { useWorkspace } from "../workspace-context";

/** How many tiles came back, for as long as there are any; leads to the next one. */
export function ReturnedButton() {
  const t = useTranslations("opinions");
  const format = useFormat();
  const { returned } = useWorkspace();
  if (returned.count === 0) return null;
  return (
    <Tooltip content={t("nextReturned")} keys={["."]} side="top">
      <button
        type="button"
        data-returned={returned.count}
        onMouseDown={(event) => event.preventDefault()}
        onClick={returned.goToNext}
        className="flex items-center gap-1.5 font-medium text-warning"
      >
        <Undo aria-hidden className="size-3.5" />
        {t("returnedCount", { amount: returned.count, count: format.count(returned.count) })}
      </button>
    </Tooltip>
  );
}
