import { Flag } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Input } from "@/components/ui/input";
import type { TileOpinions } from "@/lib/contracts/opinions";
import { isFlagged } from "@/lib/tile-standing";
import { useWorkspace } from "../workspace-context";

/** One's own flag: why it is there is said here, and saved when the field is left. */
export function FlagComment({
  cell,
  byte,
  data,
}: {
  cell: number;
  byte: number;
  data: TileOpinions;
}) {
  const t = useTranslations("opinions");
  const me = useMe();
  const { flags, canLabel } = useWorkspace();
  const own = data.flags.find((one) => one.person.id === me.id);
  const others = data.flags.filter((one) => one.person.id !== me.id);
  if (!isFlagged(byte)) return null;
  return (
    <div className="mt-2 flex flex-col gap-1 text-sm" data-flagged>
      {others.map(({ person, comment }) => (
        <p key={person.id} className="flex items-start gap-1.5">
          <Flag aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warning" />
          <span className="min-w-0 break-words">
            <span className="text-muted-foreground">{person.name}</span> {comment}
          </span>
        </p>
      ))}
      {canLabel && own && (
        <div className="flex items-center gap-1.5">
          <Flag aria-hidden className="size-3.5 shrink-0 text-warning" />
          <OwnComment key={`${cell} ${own.comment}`} text={own.comment} label={t("flagComment")}>
            {(comment) => flags.say(cell, comment)}
          </OwnComment>
        </div>
      )}
    </div>
  );
}

function OwnComment({
  text,
  label,
  children: save,
}: {
  text: string;
  label: string;
  children: (comment: string) => void;
}) {
  const [draft, setDraft] = useState(text);
  const leave = () => {
    if (draft.trim() !== text) save(draft.trim());
  };
  return (
    <Input
      value={draft}
      maxLength={1000}
      aria-label={label}
      placeholder={label}
      className="h-7"
      data-flag-comment
      onChange={(event) => setDraft(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
