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
      ["label", ["1 … 0", "A … Z"]],
      ["labelReserved", ["⇧ A … Z"]],
      ["findClass", ["/"]],
      ["clear", ["Del"]],
      ["flag", ["F"]],
      ["flagComment", ["⇧ F"]],
      ["undo", ["U", "Ctrl Z"]],
      ["redo", ["⇧ U", "Ctrl ⇧ Z"]],
      ["hideLabels", ["space"]],
      ["opacity", ["−", "+"]],
    ],
  },
  {
    name: "moving",
    keys: [
      ["move", ["← ↑ → ↓"]],
      ["moveFar", ["⇧ ← ↑ → ↓"]],
      ["nextUnlabelled", ["N"]],
      ["previousUnlabelled", ["⇧ N"]],
      ["unlabelledThere", ["Ctrl ← ↑ → ↓"]],
      ["zoom", ["pageKeys", "wheel"]],
      ["focus", ["Z"]],
      ["nextReturned", ["."]],
      ["fit", ["Home"]],
      ["pan", ["altDrag"]],
    ],
  },
  {
    name: "tools",
    keys: [
      ["click", ["V"]],
      ["brush", ["D"]],
      ["brushSize", ["[", "]", "shiftWheel"]],
      ["rectangle", ["R"]],
      ["lasso", ["L"]],
      ["flood", ["W"]],
      ["fill", ["E"]],
      ["accept", ["↵"]],
      ["cancel", ["Esc"]],
    ],
  },
  {
    name: "picked",
    keys: [
      ["pick", ["ctrlClick"]],
      ["pickRange", ["shiftClick"]],
      ["labelPicked", ["1 … 9", "A … Z"]],
      ["putBack", ["Esc"]],
    ],
  },
  {
    name: "wall",
    keys: [
      ["wallPick", ["mouseClick", "space"]],
      ["wallRange", ["drag", "⇧ ← ↑ → ↓"]],
      ["wallAll", ["Ctrl A"]],
      ["wallOthers", ["Ctrl I"]],
      ["wallAccept", ["↵"]],
      ["wallAcceptAll", ["⇧ ↵"]],
      ["wallLabelRest", ["⇧ 1 … 9"]],
      ["wallRetake", ["R"]],
      ["wallSize", ["+", "−"]],
    ],
  },
  {
    name: "screen",
    keys: [
      ["views", ["B"]],
      ["view", ["M"]],
      ["panels", ["Tab"]],
      ["focusPanels", ["⇧ Tab"]],
      ["grid", ["G"]],
      ["prediction", ["P"]],
      ["keySheet", ["?"]],
    ],
  },
] as const;

const keysInWords = [
  ...(["space", "pageKeys", "wheel", "altDrag", "shiftWheel"] as const),
  ...(["mouseClick", "ctrlClick", "shiftClick", "drag"] as const),
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
  const printed = (key: string) => {
    const word = keysInWords.find((one) => one === key);
    return word ? t(`keyName.${word}`) : key;
  };
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
                        <Kbd key={key}>{printed(key)}</Kbd>
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
