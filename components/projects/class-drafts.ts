import { suggestColour } from "@/lib/class-colours";
import { suggestKey } from "@/lib/class-keys";
import type { Class } from "@/lib/contracts/projects";

/** A class while it is being edited; `draftId` tells rows apart before they have an id. */
export interface ClassDraft {
  draftId: string;
  id?: string;
  name: string;
  colour: string;
  key: string | null;
  archived: boolean;
  /** The class above it. */
  parentDraftId: string | null;
  /** The class that took over its labels. */
  mergedIntoId?: string;
  /** The person chose this colour: typing a name must not change it any more. */
  colourChosen: boolean;
}

let drafts = 0;

function nextDraftId(): string {
  drafts += 1;
  return `draft-${drafts}`;
}

export function draftsOf(classes: readonly Class[]): ClassDraft[] {
  return classes.map(({ id, name, colour, key, archived, parentId, mergedIntoId }) => ({
    ...{ draftId: id, id, name, colour, key, archived },
    parentDraftId: parentId ?? null,
    colourChosen: true,
    ...(mergedIntoId ? { mergedIntoId } : {}),
  }));
}

/** The list with one more class, which gets a free colour and a free key. */
export function withNewDraft(list: readonly ClassDraft[], name = ""): ClassDraft[] {
  const draft: ClassDraft = {
    draftId: nextDraftId(),
    name,
    colour: suggestColour(
      name,
      list.map((one) => one.colour),
    ),
    key: suggestKey(list.map((one) => one.key)),
    archived: false,
    parentDraftId: null,
    colourChosen: false,
  };
  return [...list, draft];
}

/** The names in a text of one name a line. */
export function namesOfText(text: string): string[] {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim().slice(0, 120));
  return lines.filter((line) => line !== "");
}

export function draftsOfNames(names: readonly string[]): ClassDraft[] {
  return names.reduce<ClassDraft[]>((list, name) => withNewDraft(list, name), []);
}

/** The list with a class renamed; its colour follows the name until somebody has chosen one. */
export function withRenamed(
  list: readonly ClassDraft[],
  draftId: string,
  name: string,
): ClassDraft[] {
  return list.map((one) => {
    if (one.draftId !== draftId) return one;
    if (one.colourChosen) return { ...one, name };
    const others = list.filter((other) => other !== one).map((other) => other.colour);
    return { ...one, name, colour: suggestColour(name, others) };
  });
}

export type ClassMistake = "nameMissing" | "nameTaken" | "keyTaken" | "keyWrong" | "colourWrong";

/** What is wrong with each class, by draft id; the rules are those of the contract. */
export function findClassMistakes(list: readonly ClassDraft[]): Map<string, ClassMistake[]> {
  const mistakes = new Map<string, ClassMistake[]>();
  const add = (draft: ClassDraft, mistake: ClassMistake) =>
    mistakes.set(draft.draftId, [...(mistakes.get(draft.draftId) ?? []), mistake]);
  const names = new Set<string>();
  const keys = new Set<string>();
  for (const draft of list) {
    const name = draft.name.trim().toLowerCase();
    if (name === "") add(draft, "nameMissing");
    else if (names.has(name)) add(draft, "nameTaken");
    names.add(name);
    if (!/^#[0-9a-f]{6}$/i.test(draft.colour)) add(draft, "colourWrong");
    if (draft.key === null) continue;
    if (!/^[0-9a-z]$/.test(draft.key)) add(draft, "keyWrong");
    else if (keys.has(draft.key)) add(draft, "keyTaken");
    keys.add(draft.key);
  }
  return mistakes;
}

/** The list without a class; those below it come to where it was. */
export function withoutDraft(list: readonly ClassDraft[], gone: ClassDraft): ClassDraft[] {
  return list
    .filter((one) => one !== gone)
    .map((one) =>
      one.parentDraftId === gone.draftId ? { ...one, parentDraftId: gone.parentDraftId } : one,
    );
}

/** What goes over the wire. */
export function toClassInputs(list: readonly ClassDraft[]) {
  const nameOf = new Map(list.map((one) => [one.draftId, one.name.trim()]));
  return list.map(({ id, name, colour, key, archived, parentDraftId }) => ({
    ...(id ? { id } : {}),
    name: name.trim(),
    colour,
    key,
    archived,
    parent: nameOf.get(parentDraftId ?? "") ?? null,
  }));
}
