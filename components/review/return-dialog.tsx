import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Textarea } from "@/components/ui/textarea";
import type { TileOpinions } from "@/lib/contracts/opinions";

const everybody = "everybody";

/** Sends tiles back, with words; one tile to one person or all who answered, several to all. */
export function ReturnDialog({
  tiles,
  onClose,
  onReturn,
}: {
  tiles: readonly TileOpinions[];
  onClose: () => void;
  onReturn: (comment: string, personIds: string[] | null) => void;
}) {
  const t = useTranslations("opinions");
  const tCommon = useTranslations("common");
  const id = useId();
  const [comment, setComment] = useState("");
  const [to, setTo] = useState(everybody);
  const people = tiles.length === 1 ? (tiles[0]?.answers.map((one) => one.person) ?? []) : [];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent className="max-w-md" aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>{t("review.return")}</DialogTitle>
        </DialogHeader>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onReturn(comment, to === everybody ? null : [to]);
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            {people.length > 1 && (
              <div className="flex flex-col gap-1.5">
                <label htmlFor={id} className="text-sm">
                  {t("review.returnTo")}
                </label>
                <SegmentedControl
                  id={id}
                  value={to}
                  onValueChange={setTo}
                  className="max-w-full flex-wrap"
                  segments={[
                    { value: everybody, label: t("review.everybody") },
                    ...people.map((one) => ({ value: one.id, label: one.name })),
                  ]}
                />
              </div>
            )}
            <Field label={t("review.comment")}>
              {(ids) => (
                <Textarea
                  {...ids}
                  autoFocus
                  maxLength={1000}
                  value={comment}
                  onChange={(event) => setComment(event.target.value)}
                />
              )}
            </Field>
          </DialogBody>
          <DialogFooter>
            <Button type="button" variant="ghost" onClick={onClose}>
              {tCommon("cancel")}
            </Button>
            <Button type="submit">{t("review.return")}</Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
