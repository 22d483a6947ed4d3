import { useTranslations } from "use-intl";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { Scene } from "@/lib/contracts/scenes";

const all = "all";

/** All scenes, or one of them. */
export function SceneChoice({
  scenes,
  value,
  onChoose,
}: {
  scenes: readonly Scene[];
  value: string | null;
  onChoose: (sceneId: string | null) => void;
}) {
  const t = useTranslations("opinions");
  return (
    <Select
      value={value ?? all}
      onValueChange={(chosen) => onChoose(chosen === all ? null : chosen)}
    >
      <SelectTrigger size="sm" aria-label={t("review.scene")} className="w-56">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        <SelectItem value={all}>{t("review.allScenes")}</SelectItem>
        {scenes.map(({ id, name }) => (
          <SelectItem key={id} value={id}>
            {name}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
