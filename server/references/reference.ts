import { z } from "zod";
import type { SceneReference } from "@/lib/contracts/scenes";

/** Where the pixels of a scene lie, and the version that was added. */
export const referenceSchema = z.object({
  from: z.enum(["folder", "address"]),
  /** A path of the server or an address; its query may hold a key, so it never leaves the server. */
  location: z.string().min(1),
  byteSize: z.number().int().nonnegative(),
  version: z.string().min(1),
});
export type Reference = z.infer<typeof referenceSchema>;

/** What people may know about it. */
export function showReference({ from, location }: Reference): SceneReference {
  return { from, address: from === "folder" ? location : location.replace(/[?#].*$/s, "") };
}
