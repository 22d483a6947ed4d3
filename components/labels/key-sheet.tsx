import { useTranslations } from "use-intl";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const groups = [
  {
    name: "labelling",
    keys: [
      ["label", ["1 … 9", "A … Z"]],
      ["clear", ["Del"]],
      ["undo", ["U", "Ctrl Z"]],
      ["redo", ["Shift U", "Ctrl Shift Z"]],
      ["hideLabels", ["Space"]],
      ["opacity", [",", "."]],
    ],
  },
  {
    name: "moving",
    keys: [
      ["move", ["← ↑ → ↓"]],
      ["moveFar", ["Shift ← ↑ → ↓"]],
      ["nextUnlabelled", ["N", "Ctrl →"]],
      ["previousUnlabelled", ["Shift N", "Ctrl ←"]],
      ["zoom", ["+", "−"]],
      ["focus", ["Z"]],
      ["fit", ["F"]],
      ["pan", ["Alt drag"]],
    ],
  },
  {
    name: "tools",
    keys: [
      ["click", ["V"]],
      ["brush", ["B"]],
      ["brushSize", ["[", "]"]],
      ["rectangle", ["R"]],
      ["cancel", ["Esc"]],
    ],
  },
  {
    name: "screen",
    keys: [
      ["panels", ["Tab"]],
      ["focusPanels", ["Shift Tab"]],
      ["grid", ["G"]],
      ["prediction", ["P"]],
      ["keySheet", ["?"]],
    ],
  },
] as const;

/** Every key of the workspace on one page. */
export function KeySheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("labels");
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="max-w-2xl" aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>{t("keySheet")}</DialogTitle>
        </DialogHeader>
        <DialogBody className="grid gap-x-10 gap-y-5 pb-5 sm:grid-cols-2">
          {groups.map((group) => (
            <section key={group.name}>
              <h3 className="mb-1.5 text-muted-foreground text-sm">{t(`keys.${group.name}`)}</h3>
              <dl className="flex flex-col gap-1">
                {group.keys.map(([action, keys]) => (
                  <div key={action} className="flex items-center justify-between gap-4">
                    <dt>{t(`key.${action}`)}</dt>
                    <dd className="flex gap-1">
                      {keys.map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
