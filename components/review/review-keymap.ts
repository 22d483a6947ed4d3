import { reservedKeys } from "@/lib/class-keys";
import { keyPressOf, printedKey } from "../labels/keymap";

export type ReviewCommand =
  | { do: "move"; by: 1 | -1 }
  | { do: "decide"; classId: string }
  | { do: "accept" }
  | { do: "return" };

/** What a key means on the review page; fields, menus and dialogs keep theirs. */
export function reviewCommandOf(
  event: KeyboardEvent,
  classes: readonly { id: string; key: string | null }[],
): ReviewCommand | null {
  const press = keyPressOf(event);
  if (!press || press.ctrl || press.alt) return null;
  const key = printedKey(press);
  const one = classes.find((candidate) => candidate.key?.toLowerCase() === key);
  // As in the label workspace, where some letters are its own.
  if (one && (press.shift || !reservedKeys.includes(key))) return { do: "decide", classId: one.id };
  switch (key) {
    case "arrowdown":
    case "n":
      return { do: "move", by: 1 };
    case "arrowup":
      return { do: "move", by: -1 };
    case "enter":
      return { do: "accept" };
    case "r":
      return { do: "return" };
    default:
      return null;
  }
}
