import type { Scene } from "@/lib/contracts/scenes";

/** "2048 × 2048 px" */
export function sizeText(scene: Scene, count: (value: number) => string): string {
  return `${count(scene.widthPx)} × ${count(scene.heightPx)} px`;
}

/** "10 m/px", "35 cm/px"; null where pixels have no size on the ground. */
export function groundSampleText(
  scene: Scene,
  number: (value: number, digits?: number) => string,
): string | null {
  const meters = scene.groundSampleMeters;
  if (meters === null || !(meters > 0)) return null;
  return meters < 1
    ? `${number(meters * 100, 3)} cm/px`
    : `${number(meters, meters < 100 ? 2 : 3)} m/px`;
}

/** Share of the tiles that carry a label, 0 to 1. */
export function labelledShare(scene: Scene): number {
  return scene.tileCount > 0 ? scene.labelledCount / scene.tileCount : 0;
}
