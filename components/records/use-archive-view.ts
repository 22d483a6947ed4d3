import { useState } from "react";

/** The rows to show: those out of the archive, or all of them once somebody wants to see it. */
export function useArchiveView<Row extends { archived: boolean }>(rows: readonly Row[]) {
  const [shown, setShown] = useState(false);
  const count = rows.filter((row) => row.archived).length;
  return {
    rows: shown ? rows : rows.filter((row) => !row.archived),
    archive: { count, shown, onChange: setShown },
  };
}
