type Setting = string | number | boolean | null;

/** Every setting of a configuration by its dotted path; a list becomes its text. */
export function flattenSettings(config: object, prefix = ""): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  for (const [name, value] of Object.entries(config)) {
    const path = prefix + name;
    if (Array.isArray(value)) settings.set(path, value.join(", "));
    else if (typeof value === "object" && value !== null) {
      for (const [inner, found] of flattenSettings(value, `${path}.`)) settings.set(inner, found);
    } else settings.set(path, value as Setting);
  }
  return settings;
}

/** The same for runs on one dataset whose settings differ in nothing but the seed. */
export function settingsKey(datasetId: string, settings: ReadonlyMap<string, Setting>): string {
  const told = [...settings]
    .filter(([path]) => path !== "seed")
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return hashText(JSON.stringify([datasetId, told]));
}

/** 64 bits in base 36: FNV-1a (Fowler, Noll, Vo) forwards and backwards. No protection, only a name. */
function hashText(text: string): string {
  let forwards = 0x811c9dc5;
  let backwards = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) {
    forwards = Math.imul(forwards ^ text.charCodeAt(place), 0x01000193);
    backwards = Math.imul(backwards ^ text.charCodeAt(text.length - 1 - place), 0x01000193);
  }
  return (forwards >>> 0).toString(36) + (backwards >>> 0).toString(36).padStart(7, "0");
}
