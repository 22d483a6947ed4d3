/**
 * Puts a text on the clipboard. `navigator.clipboard` is missing where a page is served over plain
 * http from another machine; the old way by a selection works there.
 *
 * @param near Where the helping field stands while it is copied: inside a dialog, which holds the focus.
 * @returns Whether the browser did it.
 */
export async function copyText(text: string, near: Element): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Forbidden by a policy or by the person; the old way may still be allowed.
    }
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.style.cssText = "position:fixed;opacity:0;pointer-events:none";
  const before = document.activeElement;
  near.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
}
