import { useTranslations } from "use-intl";
import type { Composite } from "./composites";
import { useWorkspace } from "./workspace-context";

/** Well-known band combinations and indices that the scene has the bands for. */
export function CompositeChoice() {
  const t = useTranslations("labels");
  const { looks } = useWorkspace();
  const nameOf = useCompositeName();
  const { composites, shownComposite } = looks;
  if (composites.length < 2) return null;
  return (
    <fieldset className="mb-2 grid grid-cols-2 gap-1" aria-label={t("composites")}>
      {composites.map((composite) => (
        <button
          key={composite.name}
          type="button"
          title={composite.kind === "index" ? composite.formula : undefined}
          aria-pressed={composite === shownComposite}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => looks.showComposite(composite)}
          className="truncate rounded-md border px-2 py-1 text-left text-sm hover:bg-accent aria-pressed:border-primary/60 aria-pressed:bg-primary/14"
        >
          {nameOf(composite)}
        </button>
      ))}
    </fieldset>
  );
}

export function useCompositeName(): (composite: Composite) => string {
  const t = useTranslations("labels");
  return (composite) =>
    composite.kind === "bands" ? t(`preset.${composite.name}`) : t(`bandIndex.${composite.name}`);
}
