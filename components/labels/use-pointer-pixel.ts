import { useEffect, useState } from "react";
import { pixelAtCoordinate } from "../map/scene-geometry";
import { useValue } from "./value-store";
import { useWorkspace } from "./workspace-context";

/** Moving on reads nothing; resting this long on a pixel does. */
const restMs = 80;

/** Values of all bands of the pixel under the pointer; null without a pointer or imagery. */
export function usePointerPixel(): readonly number[] | null {
  const { map, scene, pointer } = useWorkspace();
  const place = useValue(pointer);
  const pixel = place && pixelAtCoordinate(scene, place.coordinate);
  const [row, col] = [pixel?.row, pixel?.col];
  const [values, setValues] = useState<readonly number[] | null>(null);
  useEffect(() => {
    if (!map || row === undefined || col === undefined) {
      setValues(null);
      return;
    }
    let isCurrent = true;
    const read = async () => {
      const window = { row, col, heightPx: 1, widthPx: 1 };
      const spectrum = await (await map.reader).readSpectrum(window, scene.nodata);
      if (isCurrent) setValues(spectrum.validCount > 0 ? spectrum.means : null);
    };
    // The map says already why imagery cannot be read.
    const timer = setTimeout(() => void read().catch(() => {}), restMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [map, scene.nodata, row, col]);
  return values;
}
