import { useEffect, useEffectEvent } from "react";
import type { Class } from "@/lib/contracts/projects";
import { keyPressOf } from "../keymap";
import { type WallCommand, wallCommandOf } from "./wall-keymap";

/** Listens before the keys of the map do, while the wall is on screen. */
export function useWallKeys(
  active: boolean,
  classes: readonly Class[],
  run: (command: WallCommand) => void,
): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const press = keyPressOf(event);
    const command = press && wallCommandOf(press, classes);
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
