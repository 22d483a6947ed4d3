import { describe, expect, it } from "vitest";
import {
  draftsOfNames,
  findClassMistakes,
  namesOfText,
  toClassInputs,
  withNewDraft,
  withRenamed,
} from "./class-drafts";

describe("class drafts", () => {
  it("gives known names their colours and everything its own key", () => {
    const drafts = draftsOfNames(["Water", "Forest", "Something"]);
    expect(drafts.map((one) => one.colour)).toEqual(["#0064c8", "#006400", "#0072b2"]);
    expect(drafts.map((one) => one.key)).toEqual(["1", "2", "3"]);
  });

  it("lets the colour follow the name until one was chosen", () => {
    const [first] = withNewDraft([]);
    if (!first) throw new Error("no draft");
    expect(withRenamed([first], first.draftId, "森林")[0]?.colour).toBe("#006400");
    const chosen = { ...first, colour: "#123456", colourChosen: true };
    expect(withRenamed([chosen], first.draftId, "森林")[0]?.colour).toBe("#123456");
  });

  it("names what the contract would refuse", () => {
    const [a, b, c] = draftsOfNames(["Water", "water ", ""]);
    if (!a || !b || !c) throw new Error("no drafts");
    const mistakes = findClassMistakes([a, { ...b, key: a.key }, { ...c, key: "Ü" }]);
    expect(mistakes.get(a.draftId)).toBeUndefined();
    expect(mistakes.get(b.draftId)).toEqual(["nameTaken", "keyTaken"]);
    expect(mistakes.get(c.draftId)).toEqual(["nameMissing", "keyWrong"]);
  });

  it("takes a line of a text for a name", () => {
    expect(namesOfText("Water\r\n\n  Dense forest \n")).toEqual(["Water", "Dense forest"]);
    expect(namesOfText("Water")).toEqual(["Water"]);
  });

  it("sends no id for a new class", () => {
    expect(toClassInputs(draftsOfNames([" Water "]))).toEqual([
      { name: "Water", colour: "#0064c8", key: "1", archived: false, parent: null },
    ]);
  });
});
