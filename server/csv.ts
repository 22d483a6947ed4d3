/** One line of RFC 4180, without its line end. */
export function toCsvLine(values: readonly (string | number)[]): string {
  return values
    .map((value) => {
      const text = String(value);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(",");
}

/**
 * The same for a table that people open. A spreadsheet takes text that begins with = + - @, a tab or
 * a carriage return for a formula, and runs it: such text gets an apostrophe in front (OWASP, "CSV
 * Injection"). Numbers stay as they are.
 */
export function toSheetLine(values: readonly (string | number)[]): string {
  return toCsvLine(
    values.map((value) =>
      typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value,
    ),
  );
}

/** Fields of RFC 4180: a quoted field may hold commas, line breaks and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
    if (match[3] === "") break;
  }
  return records;
}
