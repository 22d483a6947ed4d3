import { useTranslations } from "use-intl";
import { SegmentedControl } from "@/components/ui/segmented-control";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { useCompositeName } from "./composite-choice";
import { CopyUnchangedDialog } from "./copy-unchanged-dialog";
import { FormulaFields } from "./formula-fields";
import { PanelSection } from "./panel-section";
import { useFocusMap, useWorkspace } from "./workspace-context";

/** A second look at the same ground: beside the map or under a swipe, other bands or another date. */
export function ComparePanel() {
  const t = useTranslations("labels");
  const { comparison, scene, canLabel } = useWorkspace();
  return (
    <PanelSection name="compare" title={t("compare")}>
      <SegmentedControl
        size="sm"
        className="flex w-full [&>button]:flex-1"
        aria-label={t("compare")}
        value={comparison.layout}
        segments={[
          { value: "off", label: t("compareLayout.off") },
          { value: "side", label: t("compareLayout.side") },
          { value: "swipe", label: t("compareLayout.swipe") },
        ]}
        onValueChange={comparison.setLayout}
      />
      {comparison.layout !== "off" && (
        <div className="mt-2 flex flex-col gap-2">
          <SceneChoice />
          <LookChoice />
          {comparison.scene.id !== scene.id && canLabel && <CopyUnchangedDialog />}
        </div>
      )}
    </PanelSection>
  );
}

function SceneChoice() {
  const t = useTranslations("labels");
  const focusMap = useFocusMap();
  const { comparison, scene } = useWorkspace();
  const { candidates } = comparison;
  return (
    <Select value={comparison.scene.id} onValueChange={comparison.setSceneId}>
      <SelectTrigger size="sm" aria-label={t("compareWith")} className="w-full min-w-0">
        <SelectValue />
      </SelectTrigger>
      <SelectContent onCloseAutoFocus={focusMap}>
        {candidates.map((one) => (
          <SelectItem key={one.id} value={one.id}>
            {one.id === scene.id ? t("sameScene") : one.name}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

function LookChoice() {
  const t = useTranslations("labels");
  const focusMap = useFocusMap();
  const compositeName = useCompositeName();
  const { comparison } = useWorkspace();
  return (
    <>
      <Select value={comparison.look} onValueChange={comparison.setLook}>
        <SelectTrigger size="sm" aria-label={t("compareLook")} className="w-full min-w-0">
          <SelectValue />
        </SelectTrigger>
        <SelectContent onCloseAutoFocus={focusMap}>
          <SelectItem value="same">{t("lookSame")}</SelectItem>
          <SelectItem value="own">{t("lookOwn")}</SelectItem>
          {comparison.views.map((view) => (
            <SelectItem key={view.id} value={view.id}>
              {view.name}
            </SelectItem>
          ))}
          {comparison.composites.map((composite) => (
            <SelectItem key={composite.name} value={composite.name}>
              {compositeName(composite)}
            </SelectItem>
          ))}
          <SelectItem value="formula">{t("lookFormula")}</SelectItem>
        </SelectContent>
      </Select>
      {comparison.look === "formula" && (
        <FormulaFields
          shown={comparison.formulas}
          bandCount={comparison.scene.bands.length}
          onShow={comparison.setFormulas}
        />
      )}
    </>
  );
}
