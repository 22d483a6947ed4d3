import { useEffect } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { useFormat } from "@/lib/i18n/use-format";
import { useValue } from "../value-store";
import { useFocusMap, useWorkspace } from "../workspace-context";

/** Asks before somebody labels in an area of another person; says no where the project is strict. */
export function AreaQuestion() {
  const t = useTranslations("together");
  const { locale, dateTime } = useFormat();
  const { session, together } = useWorkspace();
  const { guard } = together;
  const asked = useValue(guard.asked);
  const focusMap = useFocusMap();
  const names = new Intl.ListFormat(locale).format([
    ...new Set(asked?.areas.map((area) => area.holder?.name ?? "")),
  ]);
  const untilMs = Math.max(0, ...(asked?.areas.map((area) => area.leaseUntilMs ?? 0) ?? []));
  useEffect(() => {
    if (!asked?.strict) return;
    toast.warning(t("strictArea", { count: asked.insideCount, names }), {
      id: "strict-area",
      description: t("strictAreaHelp", { until: dateTime(untilMs) }),
    });
    guard.asked.set(null);
  }, [asked, guard, names, untilMs, t, dateTime]);
  if (!asked || asked.strict) return null;
  const close = () => guard.asked.set(null);
  const labelAnyway = () => {
    guard.allow(asked.areas);
    close();
    session.applyEach(asked.act, asked.cells, asked.bytes);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent className="max-w-md" onCloseAutoFocus={focusMap}>
        <DialogHeader>
          <DialogTitle>{t("areaQuestion", { count: asked.insideCount, names })}</DialogTitle>
          <DialogDescription>{t("areaQuestionHelp")}</DialogDescription>
        </DialogHeader>
        <DialogFooter>
          <Button variant="secondary" onClick={close}>
            {t("leaveIt")}
          </Button>
          <Button autoFocus onClick={labelAnyway}>
            {t("labelAnyway")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
