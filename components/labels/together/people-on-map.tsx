import { useEffect, useMemo } from "react";
import { useTranslations } from "use-intl";
import type { Presence } from "@/lib/contracts/presence";
import { personColour } from "@/lib/person-colour";
import { drawPeople, namesText, type PersonMark } from "../../map/draw-people";
import { useValue } from "../value-store";
import { useWorkspace } from "../workspace-context";

/** Where the others are: frames with names on the map, and the same in words for who cannot see it. */
export function PeopleOnMap() {
  const t = useTranslations("labels");
  const { map, together, settings } = useWorkspace();
  const others = useValue(together.others);
  const marks = useMemo(
    () => (settings.othersVisible ? marksOf(others) : []),
    [others, settings.othersVisible],
  );
  useEffect(() => {
    if (!map || marks.length === 0) return;
    const painter = map.grid.addPainter((context, frame) => drawPeople(context, frame, marks));
    return () => painter.remove();
  }, [map, marks]);
  return (
    <ul className="sr-only">
      {marks.map(({ row, col, names }) => (
        <li key={`${row},${col}`} data-person-mark={`${row},${col}`}>
          {`${namesText(names)}: ${t("tileAt", { row, col })}`}
        </li>
      ))}
    </ul>
  );
}

/** People on one tile share a frame. */
function marksOf(others: readonly Presence[]): PersonMark[] {
  const byTile = new Map<string, { row: number; col: number; colour: string; names: string[] }>();
  for (const { person, row, col } of others) {
    const key = `${row},${col}`;
    const mark = byTile.get(key) ?? { row, col, colour: personColour(person.id), names: [] };
    if (!mark.names.includes(person.name)) mark.names.push(person.name);
    byTile.set(key, mark);
  }
  return [...byTile.values()];
}
