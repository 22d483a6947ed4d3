import { useEffect, useRef } from "react";
import type { Presence } from "@/lib/contracts/presence";
import { personColour } from "@/lib/person-colour";
import { PersonMarks } from "../../map/person-marks";
import { useValue } from "../value-store";
import { useWorkspace } from "../workspace-context";

/** Where the others are, as frames with names over the map. */
export function PeopleOnMap() {
  const { map, together, settings } = useWorkspace();
  const others = useValue(together.others);
  const marks = useRef<PersonMarks | null>(null);
  useEffect(() => {
    if (!map) return;
    const made = new PersonMarks(map.map, map.geometry);
    marks.current = made;
    return () => {
      marks.current = null;
      made.dispose();
    };
  }, [map]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another map shows the same people.
  useEffect(() => {
    marks.current?.show(settings.othersVisible ? marksOf(others) : []);
  }, [map, others, settings.othersVisible]);
  return null;
}

/** People on one tile share a frame. */
function marksOf(others: readonly Presence[]) {
  const byTile = new Map<string, { row: number; col: number; colour: string; names: string[] }>();
  for (const { person, row, col } of others) {
    const key = `${row},${col}`;
    const mark = byTile.get(key) ?? { row, col, colour: personColour(person.id), names: [] };
    if (!mark.names.includes(person.name)) mark.names.push(person.name);
    byTile.set(key, mark);
  }
  return [...byTile.values()];
}
