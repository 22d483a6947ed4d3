import type { TruthPlan, TruthPreview } from "@/lib/contracts/truth";
import { getReading } from "./reading-files";
import { type SettledPlan, settlePlan } from "./settle-plan";

/**
 * What applying a plan would do; nothing is changed.
 *
 * @throws AppError `not_found`, `conflict` before the reading is done, `invalid_input`.
 */
export async function previewTruth(plan: TruthPlan): Promise<TruthPreview> {
  const { reading } = await getReading(plan.readingId);
  const settledPlan = await settlePlan(plan, reading);
  const { targets, settled, gridRows, gridCols } = settledPlan;
  const { tileCounts, ...counts } = countChanges(settledPlan, plan.keepLabelled);
  return {
    targets: targets.map((target, place) => ({ ...target, tileCount: tileCounts[place] ?? 0 })),
    plane: toBase64(settled.plane),
    leading: toBase64(settled.before.leading),
    shares: toBase64(littleEndian(settled.before.shares)),
    flags: toBase64(settled.before.flags),
    gridRows,
    gridCols,
    tileCount: settled.tileCount,
    ...counts,
    littleCount: settled.littleCount,
    conflictCount: settled.conflictCount,
    conflicts: settled.conflicts.map((conflict) => ({
      ...conflict,
      shares: conflict.shares.map(({ name, share }) => ({
        name: targets[Number(name)]?.name ?? name,
        share,
      })),
    })),
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

function littleEndian(shares: Uint16Array): Uint8Array {
  const bytes = Buffer.alloc(shares.length * 2);
  shares.forEach((share, at) => {
    bytes.writeUInt16LE(share, at * 2);
  });
  return bytes;
}

function countChanges(
  { targets, settled, present, byteOfTarget }: SettledPlan,
  keepLabelled: boolean,
) {
  const tileCounts = new Array<number>(targets.length).fill(0);
  let changedCount = 0;
  let sameCount = 0;
  let otherCount = 0;
  settled.plane.forEach((byte, tile) => {
    if (byte === 0) return;
    tileCounts[byte - 1] = (tileCounts[byte - 1] ?? 0) + 1;
    const now = present[tile] ?? 0;
    if (now !== 0 && now === byteOfTarget[byte - 1]) {
      sameCount += 1;
      return;
    }
    if (now !== 0) otherCount += 1;
    if (now === 0 || !keepLabelled) changedCount += 1;
  });
  return { tileCounts, changedCount, sameCount, otherCount };
}
