import { Crosshair, Eye, EyeOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Tooltip } from "@/components/ui/tooltip";
import type { Presence } from "@/lib/contracts/presence";
import { initialsOf, personColour } from "@/lib/person-colour";
import { useValue } from "../value-store";
import { useFocusMap, useWorkspace } from "../workspace-context";

const mostShown = 3;

/** The initials of everybody else on the scene; nothing while one is alone. */
export function PeopleStrip() {
  const t = useTranslations("together");
  const { together } = useWorkspace();
  const others = useValue(together.others);
  const focusMap = useFocusMap();
  const people = onePerPerson(others);
  if (people.length === 0) return null;
  const label = t("peopleHere", { count: people.length });
  return (
    <Popover>
      <Tooltip content={label}>
        <PopoverTrigger asChild>
          <button
            type="button"
            aria-label={label}
            className="floating-panel flex items-center px-1.5 hover:bg-accent"
            data-people-here={people.length}
          >
            {people.slice(0, mostShown).map(({ person }) => (
              <Initials key={person.id} person={person} className="-ml-1 first:ml-0" />
            ))}
            {people.length > mostShown && (
              <span className="num ml-1 text-muted-foreground text-sm">
                +{people.length - mostShown}
              </span>
            )}
          </button>
        </PopoverTrigger>
      </Tooltip>
      <PopoverContent className="w-64 p-2" onCloseAutoFocus={focusMap}>
        <PeopleList people={people} />
      </PopoverContent>
    </Popover>
  );
}

function PeopleList({ people }: { people: readonly Presence[] }) {
  const t = useTranslations("together");
  const tLabels = useTranslations("labels");
  const { goTo, map, settings, changeSettings } = useWorkspace();
  const { othersVisible } = settings;
  return (
    <>
      <ul className="flex max-h-72 flex-col overflow-y-auto">
        {people.map(({ person, row, col }) => (
          <li key={person.id} className="flex items-center gap-2 px-1 py-0.5 text-sm">
            <Initials person={person} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{person.name}</span>
              <span className="num block truncate text-muted-foreground">
                {tLabels("tileAt", { row, col })}
              </span>
            </span>
            <Tooltip content={t("goThere", { name: person.name })}>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={t("goThere", { name: person.name })}
                onClick={() => {
                  goTo({ row, col });
                  map?.focus({ row, col });
                }}
              >
                <Crosshair />
              </Button>
            </Tooltip>
          </li>
        ))}
      </ul>
      <Button
        variant="ghost"
        size="sm"
        className="mt-1 w-full justify-start border-t"
        onClick={() => changeSettings({ othersVisible: !othersVisible })}
      >
        {othersVisible ? <EyeOff /> : <Eye />}
        {othersVisible ? t("hideOthers") : t("showOthers")}
      </Button>
    </>
  );
}

export function Initials({
  person,
  className = "",
}: {
  person: { id: string; name: string };
  className?: string;
}) {
  return (
    <span
      aria-hidden
      title={person.name}
      className={`inline-flex size-6 shrink-0 items-center justify-center rounded-full font-semibold text-white text-xs ring-2 ring-card ${className}`}
      style={{ backgroundColor: personColour(person.id) }}
    >
      {initialsOf(person.name)}
    </span>
  );
}

/** Somebody with two tabs open is here once, where the first of them is. */
function onePerPerson(others: readonly Presence[]): Presence[] {
  return [...new Map(others.toReversed().map((one) => [one.person.id, one])).values()].reverse();
}
