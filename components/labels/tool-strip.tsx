import {
  Brush,
  CornerDownRight,
  Crosshair,
  Grid3x3,
  Keyboard,
  Lasso,
  Maximize,
  MousePointer2,
  PaintBucket,
  Redo2,
  SkipForward,
  SquareDashed,
  Undo2,
  Wand,
} from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Slider } from "@/components/ui/slider";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { useFormat } from "@/lib/i18n/use-format";
import { type Command, toolKeys } from "./keymap";
import { largestBrushRadius } from "./tools/brush-tool";
import type { ToolName } from "./tools/tool";
import { QueueMenu } from "./wall/queue-menu";
import { useFocusMap, useWorkspace } from "./workspace-context";
import type { AdvanceMode } from "./workspace-settings";

const tools: readonly { name: ToolName; icon: ReactNode }[] = [
  { name: "click", icon: <MousePointer2 /> },
  { name: "brush", icon: <Brush /> },
  { name: "rectangle", icon: <SquareDashed /> },
  { name: "lasso", icon: <Lasso /> },
  { name: "flood", icon: <Wand /> },
];

/** Tools and steps, each with its key; everything here is a command that a key gives as well. */
export function ToolStrip({ run }: { run: (command: Command) => void }) {
  const t = useTranslations("labels");
  const { session, settings, changeSettings, canLabel } = useWorkspace();
  const { canUndo, canRedo } = useSyncExternalStore(
    session.subscribe,
    session.snapshot,
    session.snapshot,
  );
  return (
    <div role="toolbar" aria-label={t("tools")} className="floating-panel flex items-center p-1">
      {canLabel && (
        <>
          {tools.map((tool) => (
            <StripButton
              key={tool.name}
              label={t(`tool.${tool.name}`)}
              keys={[toolKeys[tool.name].toUpperCase()]}
              pressed={settings.tool === tool.name}
              onClick={() => run({ do: "tool", tool: tool.name })}
            >
              {tool.icon}
            </StripButton>
          ))}
          <StripButton label={t("fillView")} keys={["E"]} onClick={() => run({ do: "fill" })}>
            <PaintBucket />
          </StripButton>
          {settings.tool === "brush" && <BrushSize />}
          {settings.tool === "flood" && <FloodTolerance />}
          <Divider />
          <StripButton
            label={t("undo")}
            keys={["Ctrl", "Z"]}
            disabled={!canUndo}
            onClick={() => run({ do: "undo" })}
          >
            <Undo2 />
          </StripButton>
          <StripButton
            label={t("redo")}
            keys={["Ctrl", "Shift", "Z"]}
            disabled={!canRedo}
            onClick={() => run({ do: "redo" })}
          >
            <Redo2 />
          </StripButton>
          <Divider />
          <AdvanceMenu />
          <QueueMenu />
        </>
      )}
      <StripButton
        label={t("nextUnlabelled")}
        keys={["N"]}
        onClick={() => run({ do: "nextUnlabelled" })}
      >
        <SkipForward />
      </StripButton>
      <Divider />
      <Tooltip content={t("labelOpacity")} keys={["−", "+"]}>
        <div className="flex w-24 items-center px-2">
          <Slider
            aria-label={t("labelOpacity")}
            value={[settings.labelOpacity]}
            min={0}
            max={1}
            step={0.05}
            onValueChange={([labelOpacity]) => changeSettings({ labelOpacity: labelOpacity ?? 0 })}
          />
        </div>
      </Tooltip>
      <StripButton
        label={t("gridLines")}
        keys={["G"]}
        pressed={settings.gridLinesVisible}
        onClick={() => run({ do: "toggleGrid" })}
      >
        <Grid3x3 />
      </StripButton>
      <StripButton label={t("focus")} keys={["Z"]} onClick={() => run({ do: "focus" })}>
        <Crosshair />
      </StripButton>
      <StripButton label={t("fit")} keys={["Home"]} onClick={() => run({ do: "fit" })}>
        <Maximize />
      </StripButton>
      <StripButton label={t("keySheet")} keys={["?"]} onClick={() => run({ do: "keySheet" })}>
        <Keyboard />
      </StripButton>
    </div>
  );
}

function BrushSize() {
  const t = useTranslations("labels");
  const { settings, changeSettings } = useWorkspace();
  return (
    <Tooltip content={t("brushRadius")} keys={["[", "]"]}>
      <div className="flex items-center gap-2 px-2">
        <Slider
          className="w-20"
          aria-label={t("brushRadius")}
          value={[settings.brushRadius]}
          min={0}
          max={largestBrushRadius}
          step={1}
          onValueChange={([brushRadius]) => changeSettings({ brushRadius: brushRadius ?? 0 })}
        />
        <span className="num w-5 text-right text-muted-foreground text-sm">
          {settings.brushRadius * 2 + 1}
        </span>
      </div>
    </Tooltip>
  );
}

function FloodTolerance() {
  const t = useTranslations("labels");
  const format = useFormat();
  const { settings, changeSettings } = useWorkspace();
  return (
    <Tooltip content={t("floodTolerance")}>
      <div className="flex items-center gap-2 px-2">
        <Slider
          className="w-20"
          aria-label={t("floodTolerance")}
          value={[settings.floodTolerance]}
          min={0}
          max={0.5}
          step={0.01}
          onValueChange={([floodTolerance]) =>
            changeSettings({ floodTolerance: floodTolerance ?? 0 })
          }
        />
        <span className="num w-9 text-right text-muted-foreground text-sm">
          {format.percent(settings.floodTolerance, 0)}
        </span>
      </div>
    </Tooltip>
  );
}

const advanceModes: readonly AdvanceMode[] = ["stay", "next", "unlabelled"];

function AdvanceMenu() {
  const t = useTranslations("labels");
  const { settings, changeSettings } = useWorkspace();
  const focusMap = useFocusMap();
  return (
    <DropdownMenu>
      <Tooltip content={t("afterKey")}>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="sm" className="gap-1.5 px-2 font-normal">
            <CornerDownRight />
            {t(`advance.${settings.advance}`)}
          </Button>
        </DropdownMenuTrigger>
      </Tooltip>
      <DropdownMenuContent onCloseAutoFocus={focusMap}>
        <DropdownMenuLabel>{t("afterKey")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={settings.advance}
          onValueChange={(value) => {
            const advance = advanceModes.find((mode) => mode === value);
            if (advance) changeSettings({ advance });
          }}
        >
          {advanceModes.map((mode) => (
            <DropdownMenuRadioItem key={mode} value={mode}>
              {t(`advance.${mode}`)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function Divider() {
  return <span aria-hidden className="mx-1 h-5 w-px bg-border" />;
}

function StripButton({
  label,
  keys,
  pressed,
  className,
  ...props
}: ComponentProps<typeof Button> & {
  label: string;
  keys: readonly string[];
  pressed?: boolean;
}) {
  return (
    <Tooltip content={label} keys={keys}>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={label}
        aria-pressed={pressed}
        onMouseDown={(event) => event.preventDefault()}
        className={cn(pressed && "bg-primary/14 text-primary hover:bg-primary/20", className)}
        {...props}
      />
    </Tooltip>
  );
}
