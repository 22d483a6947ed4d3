import { z } from "zod";
import { personSchema, sceneIdSchema } from "./common";

/**
 * How often one browser may say where it is. It says so less often the more people are on a scene,
 * because everybody hears everybody.
 */
export const presenceLimits = { fastestMs: 250, slowestMs: 1500, perPersonMs: 40 } as const;
/** Said again after this long, though nothing moved. */
export const presenceHeartbeatMs = 3_000;
/** Not heard of for so long: gone. */
export const presenceLostMs = 8_000;

/** How long a browser waits before it says again where it is, with so many people on the scene. */
export function presenceIntervalMs(peopleCount: number): number {
  const { fastestMs, slowestMs, perPersonMs } = presenceLimits;
  return Math.min(slowestMs, Math.max(fastestMs, peopleCount * perPersonMs));
}

/** Made by a browser tab for itself; a person may have several open. */
export const tabIdSchema = z.uuid().describe("Made by the browser tab.");

/** Somebody who has a scene open, and the tile that they are at. */
export const presenceSchema = z
  .object({
    tabId: tabIdSchema,
    person: personSchema,
    row: z.number().int().min(0),
    col: z.number().int().min(0),
  })
  .meta({ id: "Presence" });
export type Presence = z.infer<typeof presenceSchema>;

export const announcePresenceInputSchema = z.object({
  sceneId: sceneIdSchema,
  tabId: tabIdSchema,
  row: z.number().int().min(0),
  col: z.number().int().min(0),
});

export const announcedPresenceSchema = z
  .object({
    againAfterMs: z.number().int().describe("Say it again no sooner than after this long."),
  })
  .meta({ id: "AnnouncedPresence" });
