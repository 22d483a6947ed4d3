/** Axis-aligned box in map coordinates: [minX, minY, maxX, maxY]. */
export type Extent = [minX: number, minY: number, maxX: number, maxY: number];
