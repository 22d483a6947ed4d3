import type { ComponentProps, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { DialogFooter } from "./dialog";

/**
 * The end of a form in a dialog: its buttons.
 *
 * @param note Beside the buttons, such as why the form was refused.
 */
export function SubmitFooter({
  onCancel,
  note,
  ...submit
}: { onCancel: () => void; note?: ReactNode } & Pick<
  ComponentProps<typeof Button>,
  "children" | "variant" | "disabled" | "loading"
>) {
  const t = useTranslations("common");
  return (
    <DialogFooter>
      {note}
      <Button variant="ghost" onClick={onCancel}>
        {t("cancel")}
      </Button>
      <Button type="submit" {...submit} />
    </DialogFooter>
  );
}
