/** An element without its namespace prefix. */
export type XmlElement = {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Its own text, joined and trimmed. */
  text: string;
};

const deepest = 64;
const mostElements = 200_000;

const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** The five entities and numbers; no document may bring its own. */
function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = Number.parseInt(hex ?? decimal, hex ? 16 : 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const local = (name: string) => name.slice(name.indexOf(":") + 1);

// Comment | CDATA | processing instruction | doctype | tag | text
const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*(?:\[[^\]]*\])?[^>]*>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;

/**
 * Reads a document of a map service. Entities of its own, external or not, are never resolved, and its
 * size in elements and depth is bounded.
 *
 * @throws SyntaxError where it is not well-formed or too large.
 */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open: XmlElement[] = [root];
  let count = 0;
  let end = 0;
  const source = text.replace(/^\uFEFF/, "");
  token.lastIndex = 0;
  for (let found = token.exec(source); found; found = token.exec(source)) {
    end = token.lastIndex;
    const [, data, closes, name, attributes, isEmpty, words] = found;
    const parent = open.at(-1) as XmlElement;
    if (data !== undefined) parent.text += data;
    else if (words !== undefined) parent.text += decode(words);
    else if (name !== undefined && closes) {
      if (local(name) !== parent.name || open.length === 1) throw new SyntaxError(`</${name}>`);
      parent.text = parent.text.trim();
      open.pop();
    } else if (name !== undefined) {
      const element: XmlElement = {
        name: local(name),
        attributes: attributesOf(attributes ?? ""),
        children: [],
        text: "",
      };
      count += 1;
      if (count > mostElements || open.length > deepest) throw new SyntaxError("too large");
      parent.children.push(element);
      if (!isEmpty) open.push(element);
    }
  }
  const [first] = root.children;
  if (end !== source.length || open.length !== 1 || !first || root.children.length !== 1) {
    throw new SyntaxError(`not XML at ${end}`);
  }
  return first;
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, double, single] of text.matchAll(
    /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    found[local(name as string)] = decode(double ?? single ?? "");
  }
  return found;
}

/** The children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The first element on a path of names below. */
export function findElement(
  element: XmlElement | undefined,
  ...names: string[]
): XmlElement | undefined {
  let found = element;
  for (const name of names) found = found?.children.find((child) => child.name === name);
  return found;
}

/** The text of the first element on a path; "" without one. */
export function textOf(element: XmlElement | undefined, ...names: string[]): string {
  return findElement(element, ...names)?.text ?? "";
}
