import type { Area } from "@/lib/contracts/areas";
import { tileIndex } from "@/lib/geo/grid";
import { unlabelled } from "../label-plane";
import { useWorkspace } from "../workspace-context";

/** To the first tile of an area that has no label, else to its first. */
export function useGoToArea(): (area: Area) => void {
  const { scene, session, goTo, map } = useWorkspace();
  return (area) => {
    let tile = { row: area.row, col: area.col };
    find: for (let row = area.row; row < area.row + area.rows; row += 1) {
      for (let col = area.col; col < area.col + area.cols; col += 1) {
        const cell = tileIndex({ row, col }, scene.gridCols);
        if (cell >= scene.tileCount || session.plane[cell] !== unlabelled) continue;
        tile = { row, col };
        break find;
      }
    }
    goTo(tile);
    map?.focus(tile);
  };
}
