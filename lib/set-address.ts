/** Puts an address of the page on screen into the bar at once, without asking the server. */
export function setAddress(address: string): void {
  window.history.pushState(null, "", address);
}
