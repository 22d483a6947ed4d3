import { useEffect, useState } from "react";
import type { CogReader } from "../map/cog-reader";
import { openRaster } from "../map/open-raster";

/** Reads the imagery of one scene, until another scene is asked for; null while it is opened. */
export function useSceneReader(sceneId: string): Promise<CogReader> | null {
  const [reader, setReader] = useState<Promise<CogReader> | null>(null);
  useEffect(() => {
    const opened = openRaster(sceneId);
    // Who reads tells what went wrong.
    opened.catch(() => undefined);
    setReader(opened);
    return () => {
      setReader(null);
      opened.then((open) => open.close()).catch(() => undefined);
    };
  }, [sceneId]);
  return reader;
}
