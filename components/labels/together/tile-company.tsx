import { useTranslations } from "use-intl";
import { useFormat } from "@/lib/i18n/use-format";
import type { Tile } from "../tools/tool";
import { useValue } from "../value-store";
import { useWorkspace } from "../workspace-context";
import { Initials } from "./people-strip";

/** Says who else is on the tile just now. */
export function TileCompany({ tile }: { tile: Tile }) {
  const t = useTranslations("together");
  const { locale } = useFormat();
  const { together } = useWorkspace();
  const here = useValue(together.others).filter(
    (one) => one.row === tile.row && one.col === tile.col,
  );
  const people = [...new Map(here.map(({ person }) => [person.id, person])).values()];
  if (people.length === 0) return null;
  const names = new Intl.ListFormat(locale).format(people.map((person) => person.name));
  return (
    <p className="mb-2 flex items-center gap-2 text-sm" role="status" data-tile-company>
      {people.slice(0, 3).map((person) => (
        <Initials key={person.id} person={person} />
      ))}
      <span className="min-w-0">{t("onThisTile", { count: people.length, names })}</span>
    </p>
  );
}
