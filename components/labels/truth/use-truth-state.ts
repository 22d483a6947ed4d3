import { useState } from "react";
import type { ReadSource } from "./truth-file";

/** A file that was read: the job that did it, and the upload, to read it once more otherwise. */
export type ReadFile = { readingId: string; source: ReadSource };

/** How far one is with labels from a file: choosing it, or looking at it on the map. */
export type TruthState = {
  isChoosing: boolean;
  file: ReadFile | null;
  choose: () => void;
  show: (file: ReadFile) => void;
  close: () => void;
};

export function useTruthState(onShow: () => void): TruthState {
  const [isChoosing, setChoosing] = useState(false);
  const [file, setFile] = useState<ReadFile | null>(null);
  return {
    isChoosing,
    file,
    choose: () => {
      setFile(null);
      setChoosing(true);
    },
    show: (read) => {
      setChoosing(false);
      setFile(read);
      onShow();
    },
    close: () => {
      setChoosing(false);
      setFile(null);
    },
  };
}
