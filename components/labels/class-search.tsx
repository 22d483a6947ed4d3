import { useTranslations } from "use-intl";
import { ColourSwatch } from "@/components/ui/colour-swatch";
import {
  CommandDialog,
  CommandEmpty,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { Kbd } from "@/components/ui/kbd";
import { keyText } from "@/lib/class-keys";
import { activeTree, ancestorsOf } from "@/lib/class-tree";
import type { Class } from "@/lib/contracts/projects";
import type { Command } from "./keymap";
import { useWorkspace } from "./workspace-context";

/** Finds a class by what is typed; Enter does what the key of the class would do. */
export function ClassSearch({
  open,
  onOpenChange,
  run,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  run: (command: Command) => void;
}) {
  const t = useTranslations("acts");
  const { project } = useWorkspace();
  return (
    <CommandDialog open={open} onOpenChange={onOpenChange} title={t("findClass")}>
      <CommandInput placeholder={t("findClass")} />
      <CommandList>
        <CommandEmpty>{t("noSuchClass")}</CommandEmpty>
        {activeTree(project.classes).map(({ one }) => (
          <CommandItem
            key={one.id}
            value={one.name}
            keywords={namesAbove(project.classes, one.id)}
            onSelect={() => {
              onOpenChange(false);
              run({ do: "label", classId: one.id });
            }}
          >
            <ColourSwatch colour={one.colour} />
            <span className="min-w-0 flex-1 truncate">
              {one.name}
              <span className="ml-2 text-muted-foreground text-sm">
                {namesAbove(project.classes, one.id).join(" › ")}
              </span>
            </span>
            {one.key && <Kbd>{keyText(one.key)}</Kbd>}
          </CommandItem>
        ))}
      </CommandList>
    </CommandDialog>
  );
}

function namesAbove(classes: readonly Class[], classId: string): string[] {
  return ancestorsOf(classes, classId).map((one) => one.name);
}
