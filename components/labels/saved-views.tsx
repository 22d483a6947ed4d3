import { useMutation } from "@tanstack/react-query";
import { BookmarkPlus, Ellipsis, Star } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import type { View } from "@/lib/contracts/views";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { useFocusMap, useWorkspace } from "./workspace-context";

/** How the project likes to look at its scenes: views that everybody in it shares. */
export function SavedViews() {
  const t = useTranslations("labels");
  const { looks, canLabel } = useWorkspace();
  const { views, shownView } = looks;
  if (views.length === 0 && !canLabel) return null;
  return (
    <fieldset className="mb-2" aria-label={t("savedViews")}>
      <div className="flex h-6 items-center justify-between text-muted-foreground text-sm">
        <span>{t("savedViews")}</span>
        {canLabel && <SaveView />}
      </div>
      {views.length === 0 && <p className="text-muted-foreground text-sm">{t("noSavedViews")}</p>}
      <ul className="flex flex-col gap-1">
        {views.map((view) => (
          <li key={view.id} className="flex items-center">
            <button
              type="button"
              aria-pressed={view === shownView}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => looks.showView(view)}
              className="flex min-w-0 flex-1 items-center gap-1.5 rounded-md border px-2 py-1 text-left text-sm hover:bg-accent aria-pressed:border-primary/60 aria-pressed:bg-primary/14"
            >
              <span className="truncate">{view.name}</span>
              {view.isDefault && (
                <Star aria-label={t("defaultView")} className="size-3 shrink-0 fill-current" />
              )}
            </button>
            {canLabel && <ViewMenu view={view} />}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** What of the present look is saved. */
function useShownLook() {
  const { scene, rendering, looks } = useWorkspace();
  return {
    rendering,
    stretchName: looks.savedStretchName,
    bandNames: rendering.bands.map((index) => scene.bands[index - 1]?.name ?? ""),
  };
}

function useTellProblem() {
  const problemText = useProblemText();
  return (error: unknown) => {
    const { title, hint } = problemText(error);
    toast.error(title, { description: hint });
  };
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

function ViewMenu({ view }: { view: View }) {
  const t = useTranslations("labels");
  const tCommon = useTranslations("common");
  const focusMap = useFocusMap();
  const look = useShownLook();
  const onError = useTellProblem();
  const update = useMutation(apiQuery.views.update.mutationOptions({ onError }));
  const remove = useMutation(apiQuery.views.delete.mutationOptions({ onError }));
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon-xs"
          aria-label={t("viewActions", { name: view.name })}
          className="ml-0.5"
        >
          <Ellipsis />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" onCloseAutoFocus={focusMap}>
        <DropdownMenuItem
          onSelect={() => update.mutate({ viewId: view.id, isDefault: !view.isDefault })}
        >
          {t(view.isDefault ? "noDefaultView" : "makeDefaultView")}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => update.mutate({ viewId: view.id, ...look })}>
          {t("replaceView")}
        </DropdownMenuItem>
        <DropdownMenuItem variant="destructive" onSelect={() => remove.mutate({ viewId: view.id })}>
          {tCommon("delete")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
