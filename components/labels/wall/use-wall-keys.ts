import { useEffect, useEffectEvent } from "react";
import type { Class } from "@/lib/contracts/projects";
import { needsKey } from "../keymap";
import { type WallCommand, wallCommandOf } from "./wall-keymap";

/** Listens before the keys of the map do, while the wall is on screen. */
export function useWallKeys(
  active: boolean,
  classes: readonly Class[],
  run: (command: WallCommand) => void,
): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.target instanceof Element && needsKey(event.target, event.key)) return;
    if (document.querySelector("[role=dialog][data-state=open], [role=menu]")) return;
    const command = wallCommandOf(
      {
        key: event.key,
        code: event.code,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
        alt: event.altKey,
      },
      classes,
    );
    if (!command) return;
    event.preventDefault();
    run(command);
  });
  useEffect(() => {
    if (!active) return;
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [active]);
}
