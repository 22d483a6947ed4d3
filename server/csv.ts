/** One line of RFC 4180, without its line end. */
export function toCsvLine(values: readonly (string | number)[]): string {
  return values
    .map((value) => {
      const text = String(value);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(",");
}

/** Splits one line of RFC 4180 that has no line break inside its values. */
export function parseCsvLine(line: string): string[] {
  const values: string[] = [];
  const pattern = /("(?:[^"]|"")*"|[^,]*)(,|$)/gy;
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    const value = match[1] ?? "";
    values.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (match[2] === "") break;
  }
  return values;
}
