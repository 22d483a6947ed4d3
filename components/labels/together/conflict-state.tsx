import { Users } from "lucide-react";
import { useTranslations } from "use-intl";
import { useValue } from "../value-store";
import { useWorkspace } from "../workspace-context";

/** In the status bar while there are tiles that kept the label of others. */
export function ConflictState() {
  const t = useTranslations("together");
  const { together } = useWorkspace();
  const kept = useValue(together.conflicts);
  if (kept.length === 0) return null;
  return (
    <button
      type="button"
      data-conflicts={together.conflicts.tileCount}
      className="flex items-center gap-1.5 text-warning hover:underline"
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => together.conflictsOpen.set(true)}
    >
      <Users aria-hidden className="size-3.5" />
      {t("conflictCount", { count: together.conflicts.tileCount })}
    </button>
  );
}
