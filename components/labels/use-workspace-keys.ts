import { useEffect, useEffectEvent } from "react";
import type { Class } from "@/lib/contracts/projects";
import { type Command, commandOf, keyPressOf } from "./keymap";

/**
 * Listens to the keyboard while the workspace is on screen. Fields, menus and dialogs keep their
 * keys; Space hides the labels for as long as it is held.
 */
export function useWorkspaceKeys(
  classes: readonly Class[],
  run: (command: Command) => void,
  hideLabels: (hidden: boolean) => void,
): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const press = keyPressOf(event);
    const command = press && commandOf(press, classes);
    if (!command) return;
    event.preventDefault();
    if (command.do === "hideLabels") hideLabels(true);
    else run(command);
  });
  const onKeyUp = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === " ") hideLabels(false);
  });
  const onBlur = useEffectEvent(() => hideLabels(false));
  useEffect(() => {
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("keyup", onKeyUp);
    window.addEventListener("blur", onBlur);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("keyup", onKeyUp);
      window.removeEventListener("blur", onBlur);
    };
  }, []);
}
