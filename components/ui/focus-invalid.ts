const controls = ["input", "textarea", "select", "button", "[tabindex]"]
  .map((one) => `${one}:not(:disabled)`)
  .join();

/** Moves the focus, and the view, to the first field with an error, once it has been drawn. */
export function focusInvalid(form: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>("[data-invalid]");
    // The note below the control is to be read too.
    field?.scrollIntoView({ block: "center" });
    field?.querySelector<HTMLElement>(controls)?.focus({ preventScroll: true });
  });
}
