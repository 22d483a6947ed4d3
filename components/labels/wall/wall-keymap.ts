import { reservedKeys } from "@/lib/class-keys";
import { type KeyPress, printedKey } from "../keymap";

/** Everything a key can ask for on the wall that it does not ask for on the map. */
export type WallCommand =
  | { do: "move"; chips: number; rows: number; screens: number; extend: boolean }
  | { do: "end"; at: "first" | "last"; extend: boolean }
  | { do: "pick" }
  | { do: "pickAll" }
  | { do: "pickOthers" }
  | { do: "label"; classId: string }
  | { do: "labelRest"; classId: string }
  | { do: "clear" }
  | { do: "accept"; all: boolean }
  | { do: "undo" }
  | { do: "redo" }
  | { do: "retake" }
  | { do: "size"; change: 1 | -1 }
  | { do: "showOnMap" }
  | { do: "cancel" };

/** What a key means on the wall; null: what it means everywhere. */
export function wallCommandOf(
  press: KeyPress,
  classes: readonly { id: string; key: string | null }[],
): WallCommand | null {
  const { ctrl, shift, alt } = press;
  if (alt) return null;
  const key = printedKey(press);
  if (ctrl) return controlCommand(key, shift);
  const classOfKey = classes.find((one) => one.key !== null && one.key.toLowerCase() === key);
  if (classOfKey) {
    const isReserved = reservedKeys.includes(key);
    if (shift && !isReserved) return { do: "labelRest", classId: classOfKey.id };
    if (shift || !isReserved) return { do: "label", classId: classOfKey.id };
  }
  return moveCommand(key, shift) ?? otherCommand(key, shift);
}

function moveCommand(key: string, extend: boolean): WallCommand | null {
  const move = (chips: number, rows: number, screens = 0): WallCommand => ({
    do: "move",
    chips,
    rows,
    screens,
    extend,
  });
  switch (key) {
    case "arrowleft":
      return move(-1, 0);
    case "arrowright":
      return move(1, 0);
    case "arrowup":
      return move(0, -1);
    case "arrowdown":
      return move(0, 1);
    case "pageup":
      return move(0, 0, -1);
    case "pagedown":
      return move(0, 0, 1);
    case "home":
      return { do: "end", at: "first", extend };
    case "end":
      return { do: "end", at: "last", extend };
    default:
      return null;
  }
}

function otherCommand(key: string, shift: boolean): WallCommand | null {
  switch (key) {
    case " ":
      return { do: "pick" };
    case "enter":
      return { do: "accept", all: shift };
    case "delete":
    case "backspace":
      return { do: "clear" };
    case "u":
      return { do: shift ? "redo" : "undo" };
    case "r":
      return { do: "retake" };
    case "z":
      return { do: "showOnMap" };
    case "+":
    case "=":
      return { do: "size", change: 1 };
    case "-":
    case "_":
      return { do: "size", change: -1 };
    case "escape":
      return { do: "cancel" };
    default:
      return null;
  }
}

function controlCommand(key: string, shift: boolean): WallCommand | null {
  if (key === "a") return { do: "pickAll" };
  if (key === "i") return { do: "pickOthers" };
  if (key === "z") return { do: shift ? "redo" : "undo" };
  if (key === "y") return { do: "redo" };
  return null;
}
