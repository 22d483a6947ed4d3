import { reservedKeys } from "@/lib/class-keys";
import { type ToolName, toolNames } from "./tools/tool";

/** Everything a key can ask for in the workspace. */
export type Command =
  | { do: "label"; classId: string }
  | { do: "move"; rows: number; cols: number }
  | { do: "nextUnlabelled" }
  | { do: "previousUnlabelled" }
  | { do: "unlabelledBelow" }
  | { do: "unlabelledAbove" }
  | { do: "undo" }
  | { do: "redo" }
  | { do: "clear" }
  | { do: "findClass" }
  | { do: "fill" }
  | { do: "accept" }
  | { do: "cycleView" }
  | { do: "tool"; tool: ToolName }
  | { do: "brush"; change: number }
  | { do: "zoom"; steps: number }
  | { do: "flag" }
  | { do: "flagComment" }
  | { do: "nextReturned" }
  | { do: "fit" }
  | { do: "focus" }
  | { do: "opacity"; change: number }
  | { do: "hideLabels" }
  | { do: "togglePanels" }
  | { do: "toggleGrid" }
  | { do: "togglePrediction" }
  | { do: "toggleView" }
  | { do: "keySheet" }
  | { do: "cancel" };

export type KeyPress = {
  key: string;
  /** `event.code`, for letters on keyboards of other scripts. */
  code: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
};

export const toolKeys: Readonly<Record<ToolName, string>> = {
  click: "v",
  brush: "d",
  rectangle: "r",
  lasso: "l",
  flood: "w",
};

/**
 * What a key means. Digits and letters of classes come first unless the workspace uses the letter;
 * Ctrl stands for Cmd as well.
 */
export function commandOf(
  press: KeyPress,
  classes: readonly { id: string; key: string | null }[],
): Command | null {
  const { ctrl, shift, alt } = press;
  // On many keyboards brackets are typed with Alt, or with Ctrl and Alt.
  if (alt) return bracketCommand(press.key);
  const key = printedKey(press);
  if (ctrl) return controlCommand(key, shift);
  const classOfKey = classes.find((one) => one.key !== null && one.key.toLowerCase() === key);
  if (classOfKey && (shift || !reservedKeys.includes(key))) {
    return { do: "label", classId: classOfKey.id };
  }
  const step = shift ? 10 : 1;
  switch (key) {
    case "arrowleft":
      return { do: "move", rows: 0, cols: -step };
    case "arrowright":
      return { do: "move", rows: 0, cols: step };
    case "arrowup":
      return { do: "move", rows: -step, cols: 0 };
    case "arrowdown":
      return { do: "move", rows: step, cols: 0 };
    case "n":
      return shift ? { do: "previousUnlabelled" } : { do: "nextUnlabelled" };
    case "u":
      return shift ? { do: "redo" } : { do: "undo" };
    case "/":
      return { do: "findClass" };
    case "e":
      return { do: "fill" };
    case "enter":
      return { do: "accept" };
    case "b":
      return { do: "cycleView" };
    case "g":
      return { do: "toggleGrid" };
    case "m":
      return { do: "toggleView" };
    case "p":
      return { do: "togglePrediction" };
    case "f":
      return shift ? { do: "flagComment" } : { do: "flag" };
    case ".":
      return { do: "nextReturned" };
    case "home":
      return { do: "fit" };
    case "z":
      return { do: "focus" };
    case "delete":
    case "backspace":
      return { do: "clear" };
    case "[":
    case "]":
      return bracketCommand(key);
    case "+":
    case "=":
      return { do: "opacity", change: 0.1 };
    case "-":
    case "_":
      return { do: "opacity", change: -0.1 };
    case "pageup":
      return { do: "zoom", steps: 1 };
    case "pagedown":
      return { do: "zoom", steps: -1 };
    case " ":
      return { do: "hideLabels" };
    case "tab":
      return shift ? null : { do: "togglePanels" };
    case "?":
      return { do: "keySheet" };
    case "escape":
      return { do: "cancel" };
    default: {
      const tool = toolNames.find((name) => toolKeys[name] === key);
      return tool && !shift ? { do: "tool", tool } : null;
    }
  }
}

function bracketCommand(key: string): Command | null {
  if (key === "[") return { do: "brush", change: -1 };
  return key === "]" ? { do: "brush", change: 1 } : null;
}

function controlCommand(key: string, shift: boolean): Command | null {
  if (key === "z") return shift ? { do: "redo" } : { do: "undo" };
  if (key === "y") return { do: "redo" };
  if (key === "arrowright") return { do: "nextUnlabelled" };
  if (key === "arrowleft") return { do: "previousUnlabelled" };
  if (key === "arrowdown") return { do: "unlabelledBelow" };
  if (key === "arrowup") return { do: "unlabelledAbove" };
  return null;
}

/** With a Chinese or Cyrillic layout active the letter is told by the key's place. */
export function printedKey(press: KeyPress): string {
  const key = press.key.toLowerCase();
  if (key.length === 1 && key > "~") {
    const place = /^Key([A-Z])$/.exec(press.code) ?? /^Digit([0-9])$/.exec(press.code);
    if (place) return (place[1] as string).toLowerCase();
  }
  // Some keyboards have the slash on a digit; it finds classes all the same.
  if (key === "/") return key;
  if (press.shift && /^Digit[0-9]$/.test(press.code)) return press.code.slice(5);
  return key;
}

const typingControls =
  "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=dialog], [role=alertdialog], [role=menu], [role=listbox], [role=combobox], [role=spinbutton]";
const arrowControls = "[role=slider], [role=radio], [role=tab]";
const pressControls = "button, a[href]";
const arrowKeys = /^(arrow.*|home|end|pageup|pagedown)$/i;
const pressKeys = /^( |enter|tab)$/i;

/**
 * Does what has the focus need this key itself? Fields, menus and dialogs keep every key; sliders
 * only their arrows, buttons only what presses and leaves them, so that a class key still labels
 * after a panel was used.
 */
export function needsKey(focused: Pick<Element, "closest">, key: string): boolean {
  if (focused.closest(typingControls) !== null) return true;
  if (arrowKeys.test(key)) return focused.closest(arrowControls) !== null;
  return pressKeys.test(key) && focused.closest(`${pressControls}, ${arrowControls}`) !== null;
}

/** The key that an event stands for; null where a field, a menu or a dialog keeps it. */
export function keyPressOf(event: KeyboardEvent): KeyPress | null {
  if (event.defaultPrevented || event.isComposing) return null;
  if (event.target instanceof Element && needsKey(event.target, event.key)) return null;
  if (document.querySelector("[role=dialog][data-state=open], [role=menu]")) return null;
  return {
    key: event.key,
    code: event.code,
    ctrl: event.ctrlKey || event.metaKey,
    shift: event.shiftKey,
    alt: event.altKey,
  };
}
