import { useEffect, useMemo, useState } from "react";

/** So long after the last change something counts as settled. */
const settleMs = 200;

/** A value of plain data as it was when it last stood still. */
export function useSettled<Value>(value: Value): { settled: Value; isSettled: boolean } {
  const text = JSON.stringify(value);
  const [kept, setKept] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setKept(text), settleMs);
    return () => clearTimeout(timer);
  }, [text]);
  const settled = useMemo(() => JSON.parse(kept) as Value, [kept]);
  return { settled, isSettled: kept === text };
}
