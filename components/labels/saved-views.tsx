import { useMutation } from "@tanstack/react-query";
import { BookmarkPlus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import { SavedViewRow } from "./saved-view-row";
import { useShownLook, useTellProblem, useViewActions } from "./use-view-actions";
import { useFocusMap, useWorkspace } from "./workspace-context";

/** How the project likes to look at its scenes: views that everybody in it shares. */
export function SavedViews() {
  const t = useTranslations("labels");
  const { looks, canLabel } = useWorkspace();
  const { views } = looks;
  const { moveBefore } = useViewActions();
  if (views.length === 0 && !canLabel) return null;
  const move = (viewId: string, to: "up" | "down" | { before: string }) => {
    if (typeof to === "object") return moveBefore(viewId, to.before);
    const place = views.findIndex((view) => view.id === viewId);
    const next = views[to === "up" ? place - 1 : place + 2];
    if (to === "up" ? next : place < views.length - 1) moveBefore(viewId, next?.id ?? null);
  };
  return (
    <fieldset className="mb-2" aria-label={t("savedViews")}>
      <div className="flex h-6 items-center justify-between text-muted-foreground text-sm">
        <span>{t("savedViews")}</span>
        {canLabel && <SaveView />}
      </div>
      {views.length === 0 && <p className="text-muted-foreground text-sm">{t("noSavedViews")}</p>}
      <ul className="flex flex-col gap-1">
        {views.map((view, place) => (
          <SavedViewRow
            key={view.id}
            view={view}
            isFirst={place === 0}
            isLast={place === views.length - 1}
            move={move}
          />
        ))}
      </ul>
    </fieldset>
  );
}

function SaveView() {
  const t = useTranslations("labels");
  const tCommon = useTranslations("common");
  const { scene } = useWorkspace();
  const focusMap = useFocusMap();
  const look = useShownLook();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const onError = useTellProblem();
  const create = useMutation(
    apiQuery.views.create.mutationOptions({
      onSuccess: (_view, _input, _result, { client }) => {
        setOpen(false);
        setName("");
        return client.invalidateQueries({ queryKey: apiQuery.views.key() });
      },
      onError,
    }),
  );
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <Tooltip content={t("saveView")}>
        <PopoverTrigger asChild>
          <Button variant="ghost" size="icon-xs" aria-label={t("saveView")}>
            <BookmarkPlus />
          </Button>
        </PopoverTrigger>
      </Tooltip>
      <PopoverContent align="end" onCloseAutoFocus={focusMap}>
        <form
          className="flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate({ projectId: scene.projectId, name, ...look });
          }}
        >
          <Input
            autoFocus
            required
            maxLength={120}
            aria-label={t("viewName")}
            placeholder={t("viewName")}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" size="sm" loading={create.isPending} disabled={name.trim() === ""}>
            {tCommon("save")}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}
