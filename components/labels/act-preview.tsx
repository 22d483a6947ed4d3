import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import { Kbd } from "@/components/ui/kbd";
import { tallyAct } from "./act-tally";
import type { Command } from "./keymap";
import type { Cells } from "./tools/tool";
import { useValue } from "./value-store";
import { useWorkspace } from "./workspace-context";

/** An act that has not happened yet: under the pointer, or waiting for a class or for Enter. */
export type UnfinishedAct = {
  act: "brush" | "rectangle" | "lasso" | "flood" | "fill";
  cells: Cells;
  /** It waits for an answer instead of the end of a stroke. */
  waits: boolean;
};

/** How many tiles an act would change and which, before it is done; always in the same place. */
export function ActPreview({ run }: { run: (command: Command) => void }) {
  const t = useTranslations("acts");
  const { unfinished, session, classes, paint, scene } = useWorkspace();
  const act = useValue(unfinished);
  // Others may label the same tiles while it waits.
  useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);
  if (!act) return null;
  const one =
    paint.kind === "class" ? classes.find((candidate) => candidate.id === paint.classId) : null;
  const byte = one ? one.index + 1 : 0;
  const tally = tallyAct(session.plane, act.cells, byte, scene.tileCount);
  const parts = [
    one && tally.unlabelled > 0 && t("told.unlabelled", { count: tally.unlabelled }),
    tally.changing > 0 && t(one ? "told.changing" : "told.cleared", { count: tally.changing }),
    one && tally.same > 0 && t("told.same", { count: tally.same }),
  ].filter((part) => typeof part === "string");
  return (
    <div
      // A count that changes with every move of the mouse is not to be read out.
      role={act.waits ? "status" : undefined}
      data-unfinished-act={act.act}
      data-tiles={tally.tiles}
      className="floating-panel pointer-events-none absolute bottom-3 left-1/2 z-20 flex max-w-[calc(100%-36rem)] -translate-x-1/2 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-sm"
    >
      <span className="flex items-center gap-1.5 font-medium">
        {one && <ColourSwatch colour={one.colour} />}
        <span className="num">
          {t("told.tiles", { act: t(`name.${act.act}`), count: tally.tiles })}
        </span>
      </span>
      {!act.waits && <span className="num text-muted-foreground">{parts.join(" · ")}</span>}
      {act.waits && (
        <>
          <span className="text-muted-foreground">
            {one ? t("fill.withClass", { name: one.name }) : t("fill.chooseClass")}
          </span>
          <span className="pointer-events-auto flex gap-1">
            {one && (
              <Button size="sm" onClick={() => run({ do: "accept" })}>
                {t("fill.apply")}
                <Kbd>↵</Kbd>
              </Button>
            )}
            <Button size="sm" variant="ghost" onClick={() => run({ do: "cancel" })}>
              {t("fill.cancel")}
              <Kbd>Esc</Kbd>
            </Button>
          </span>
        </>
      )}
    </div>
  );
}
