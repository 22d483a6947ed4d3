import { describe, expect, it } from "vitest";
import { commandOf, type KeyPress, needsKey } from "./keymap";

const classes = [
  { id: "forest", key: "1" },
  { id: "water", key: "a" },
  { id: "rock", key: "r" },
  { id: "other", key: null },
];

function press(key: string, part: Partial<KeyPress> = {}): KeyPress {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
  return { key, code, ctrl: false, shift: false, alt: false, ...part };
}

const meaning = (key: string, part: Partial<KeyPress> = {}) => commandOf(press(key, part), classes);

describe("keys of classes", () => {
  it("label", () => {
    expect(meaning("1")).toEqual({ do: "label", classId: "forest" });
    expect(meaning("a")).toEqual({ do: "label", classId: "water" });
  });

  it("step back behind the workspace's own letters, which need Shift", () => {
    expect(meaning("r")).toEqual({ do: "tool", tool: "rectangle" });
    expect(meaning("R", { shift: true })).toEqual({ do: "label", classId: "rock" });
  });

  it("are told by place on keyboards of other scripts", () => {
    expect(meaning("ф", { code: "KeyA" })).toEqual({ do: "label", classId: "water" });
    expect(meaning("！", { code: "Digit1", shift: true })).toEqual({
      do: "label",
      classId: "forest",
    });
  });
});

describe("keys of the workspace", () => {
  it("move the cursor, ten tiles with Shift", () => {
    expect(meaning("ArrowLeft")).toEqual({ do: "move", rows: 0, cols: -1 });
    expect(meaning("ArrowDown", { shift: true })).toEqual({ do: "move", rows: 10, cols: 0 });
  });

  it("jump to unlabelled tiles", () => {
    expect(meaning("n")).toEqual({ do: "nextUnlabelled" });
    expect(meaning("ArrowRight", { ctrl: true })).toEqual({ do: "nextUnlabelled" });
    expect(meaning("ArrowLeft", { ctrl: true })).toEqual({ do: "previousUnlabelled" });
    expect(meaning("ArrowDown", { ctrl: true })).toEqual({ do: "unlabelledBelow" });
    expect(meaning("ArrowUp", { ctrl: true })).toEqual({ do: "unlabelledAbove" });
  });

  it("flag, say why, and lead to what came back", () => {
    expect(meaning("f")).toEqual({ do: "flag" });
    expect(meaning("F", { shift: true })).toEqual({ do: "flagComment" });
    expect(meaning(".")).toEqual({ do: "nextReturned" });
    expect(meaning("Home")).toEqual({ do: "fit" });
  });

  it("undo and redo", () => {
    expect(meaning("u")).toEqual({ do: "undo" });
    expect(meaning("U", { shift: true })).toEqual({ do: "redo" });
    expect(meaning("z", { ctrl: true })).toEqual({ do: "undo" });
    expect(meaning("Z", { ctrl: true, shift: true })).toEqual({ do: "redo" });
    expect(meaning("y", { ctrl: true })).toEqual({ do: "redo" });
  });

  it("clear, choose tools, zoom and hide", () => {
    expect(meaning("Delete")).toEqual({ do: "clear" });
    expect(meaning("Backspace")).toEqual({ do: "clear" });
    expect(meaning("d")).toEqual({ do: "tool", tool: "brush" });
    expect(meaning("l")).toEqual({ do: "tool", tool: "lasso" });
    expect(meaning("w")).toEqual({ do: "tool", tool: "flood" });
    expect(meaning("+", { shift: true })).toEqual({ do: "opacity", change: 0.1 });
    expect(meaning("-")).toEqual({ do: "opacity", change: -0.1 });
    expect(meaning("PageUp")).toEqual({ do: "zoom", steps: 1 });
    expect(meaning("b")).toEqual({ do: "cycleView" });
    expect(meaning("e")).toEqual({ do: "fill" });
    expect(meaning("Enter")).toEqual({ do: "accept" });
    expect(meaning("/", { code: "Slash" })).toEqual({ do: "findClass" });
    expect(meaning(" ")).toEqual({ do: "hideLabels" });
    expect(meaning("Tab")).toEqual({ do: "togglePanels" });
    expect(meaning("?", { shift: true, code: "Slash" })).toEqual({ do: "keySheet" });
    expect(meaning("Escape")).toEqual({ do: "cancel" });
  });

  it("are found where other keyboards have them", () => {
    expect(meaning("/", { code: "Digit7", shift: true })).toEqual({ do: "findClass" });
    expect(meaning("[", { code: "Digit8", ctrl: true, alt: true })).toEqual({
      do: "brush",
      change: -1,
    });
    expect(meaning("]", { code: "Digit6", alt: true })).toEqual({ do: "brush", change: 1 });
  });

  it("leave the browser its own combinations", () => {
    expect(meaning("r", { ctrl: true })).toBeNull();
    expect(meaning("1", { ctrl: true })).toBeNull();
    expect(meaning("ArrowLeft", { alt: true })).toBeNull();
    expect(meaning("Tab", { shift: true })).toBeNull();
    expect(meaning("x")).toBeNull();
  });
});

describe("what has the focus", () => {
  const focused = (...kinds: string[]) => ({
    closest: (selector: string) =>
      kinds.some((kind) => selector.split(", ").includes(kind)) ? ({} as Element) : null,
  });

  it("keeps every key in fields, menus and dialogs", () => {
    for (const kind of ["input", "[role=dialog]", "[role=listbox]", "[role=combobox]"]) {
      expect(needsKey(focused(kind), "1")).toBe(true);
    }
  });

  it("keeps only arrows in sliders, and what presses and leaves buttons", () => {
    expect(needsKey(focused("[role=slider]"), "ArrowLeft")).toBe(true);
    expect(needsKey(focused("[role=slider]"), "1")).toBe(false);
    expect(needsKey(focused("button"), " ")).toBe(true);
    expect(needsKey(focused("button"), "Tab")).toBe(true);
    expect(needsKey(focused("button"), "1")).toBe(false);
    expect(needsKey(focused("button"), "ArrowLeft")).toBe(false);
  });

  it("keeps nothing on the map", () => {
    expect(needsKey(focused(), " ")).toBe(false);
    expect(needsKey(focused(), "Tab")).toBe(false);
  });
});
