import { suggestColour } from "@/lib/class-colours";
import type { Class } from "@/lib/contracts/projects";
import type { TruthPlan, TruthReading } from "@/lib/contracts/truth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";

export interface PlannedTarget {
  name: string;
  /** null: the class has to be made. */
  classId: string | null;
  colour: string;
}

export interface PlannedTargets {
  targets: PlannedTarget[];
  /** Target of each value of the reading, -1 for nothing. */
  targetOfValue: Int16Array;
}

/**
 * Turns a mapping of values into classes, several values to one where they are mapped to the same.
 * A new class with the name of a class that is there is that class.
 *
 * @throws AppError `invalid_input` for values or classes that do not exist.
 */
export function planTargets(
  plan: Pick<TruthPlan, "mapping">,
  reading: TruthReading,
  classes: readonly Class[],
): PlannedTargets {
  const targets: PlannedTarget[] = [];
  const places = new Map<string, number>();
  const targetOfValue = new Int16Array(reading.values.length).fill(-1);
  const valueIndex = new Map(reading.values.map(({ value }, place) => [value, place]));
  const usable = classes.filter((one) => !one.archived);
  const colours = classes.map((one) => one.colour);
  for (const [position, { value, to }] of plan.mapping.entries()) {
    const index = valueIndex.get(value);
    if (index === undefined) {
      throw new AppError("invalid_input", sentence("server.truth.unknownValue", { value })).at(
        `mapping.${position}.value`,
      );
    }
    if (to.as === "nothing") continue;
    const known =
      to.as === "class"
        ? usable.find((one) => one.id === to.classId)
        : usable.find((one) => one.name.toLowerCase() === to.name.toLowerCase());
    if (to.as === "class" && !known) {
      throw new AppError("invalid_input", sentence("server.truth.classGone", { value })).at(
        `mapping.${position}.to`,
      );
    }
    const name = known?.name ?? (to.as === "newClass" ? to.name : value);
    const key = known?.id ?? name.toLowerCase();
    let place = places.get(key);
    if (place === undefined) {
      place = targets.length;
      places.set(key, place);
      const colour = known?.colour ?? suggestColour(name, colours);
      colours.push(colour);
      targets.push({ name, classId: known?.id ?? null, colour });
    }
    targetOfValue[index] = place;
  }
  return { targets, targetOfValue };
}
