import { useCallback, useState } from "react";
import { z } from "zod";
import { toolNames } from "./tools/tool";

/** How a person likes the workspace; kept in the browser. */
const workspaceSettingsSchema = z.object({
  panelsVisible: z.boolean().catch(true),
  openSections: z.array(z.string()).catch(["tile", "bands", "compare", "layers"]),
  paletteOpen: z.boolean().catch(true),
  foldedClassIds: z.array(z.string()).catch([]),
  tool: z.enum(toolNames).catch("click"),
  brushRadius: z.number().int().min(0).max(24).catch(1),
  floodTolerance: z.number().min(0).max(0.5).catch(0.08),
  advance: z.enum(["stay", "next", "unlabelled"]).catch("next"),
  labelOpacity: z.number().min(0).max(1).catch(0.5),
  predictionOpacity: z.number().min(0).max(1).catch(0.6),
  gridLinesVisible: z.boolean().catch(true),
  graticuleVisible: z.boolean().catch(false),
  basemapOpacity: z.number().min(0).max(1).catch(1),
  histogramLog: z.boolean().catch(false),
  overviewVisible: z.boolean().catch(false),
  othersVisible: z.boolean().catch(true),
  areasVisible: z.boolean().catch(true),
  view: z.enum(["map", "wall"]).catch("map"),
  chipPx: z.number().int().min(32).max(512).catch(96),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettingsSchema>;
export type AdvanceMode = WorkspaceSettings["advance"];

/** Reads a remembered value; anything that does not fit any more is forgotten. */
export function readRemembered<Value>(key: string, schema: z.ZodType<Value>): Value | null {
  try {
    const text = window.localStorage.getItem(key);
    if (text === null) return null;
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    window.localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still works; it only forgets.
  }
}

const settingsKey = "tilewright.label.settings";

export function useWorkspaceSettings() {
  const [settings, setSettings] = useState<WorkspaceSettings>(
    () => readRemembered(settingsKey, workspaceSettingsSchema) ?? workspaceSettingsSchema.parse({}),
  );
  const change = useCallback((part: Partial<WorkspaceSettings>) => {
    setSettings((before) => {
      const after = { ...before, ...part };
      remember(settingsKey, after);
      return after;
    });
  }, []);
  return [settings, change] as const;
}
