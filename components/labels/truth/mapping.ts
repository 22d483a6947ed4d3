import type { Class } from "@/lib/contracts/projects";
import type { TruthReading, TruthTarget } from "@/lib/contracts/truth";

/** What each value of a file becomes; the place is that of the value in the reading. */
export type Mapping = readonly TruthTarget[];

/**
 * Classes by name, whatever the case; values without one become new classes, or nothing where one
 * may make none. Values that are mere numbers say too little to become classes.
 */
export function suggestMapping(
  reading: TruthReading,
  classes: readonly Class[],
  mayMakeClasses: boolean,
): Mapping {
  const known = new Map(classes.map((one) => [normalise(one.name), one.id]));
  return reading.values.map(({ value }): TruthTarget => {
    const classId = known.get(normalise(value));
    if (classId !== undefined) return { as: "class", classId };
    return mayMakeClasses && !isNumber(value) ? { as: "newClass", name: value } : { as: "nothing" };
  });
}

/** Values that become nothing and are no mere numbers: names that the class list may lack. */
export function missingNames(reading: TruthReading, mapping: Mapping): string[] {
  return reading.values
    .filter(({ value }, place) => mapping[place]?.as === "nothing" && !isNumber(value))
    .map(({ value }) => value);
}

function isNumber(value: string): boolean {
  return /^-?[\d.]+$/.test(value);
}

function normalise(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
}

const nothing = "nothing";
const newClass = "new";

/** A target as the value of a list. */
export function toChoice(target: TruthTarget): string {
  if (target.as === "class") return target.classId;
  return target.as === "newClass" ? newClass : nothing;
}

export function toTarget(choice: string, value: string): TruthTarget {
  if (choice === nothing) return { as: "nothing" };
  return choice === newClass ? { as: "newClass", name: value } : { as: "class", classId: choice };
}
