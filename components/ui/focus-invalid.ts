const controls = ["input", "textarea", "select", "button", "[tabindex]"];

/** Moves the focus to the first field with an error, once it has been drawn. */
export function focusInvalid(form: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const selector = controls.map((one) => `[data-invalid] ${one}:not(:disabled)`).join();
    form?.querySelector<HTMLElement>(selector)?.focus();
  });
}
