/**
 * Ids with one of them moved to stand before another; views that a scene does not show keep their
 * places among the rest.
 *
 * @param before null: at the end.
 */
export function movedBefore(
  ids: readonly string[],
  moved: string,
  before: string | null,
): string[] {
  if (moved === before) return [...ids];
  const others = ids.filter((id) => id !== moved);
  const at = before === null ? -1 : others.indexOf(before);
  return at < 0 ? [...others, moved] : others.toSpliced(at, 0, moved);
}
