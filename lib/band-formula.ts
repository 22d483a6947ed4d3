/**
 * Formulas over the bands of a scene, such as `(b8 - b4) / (b8 + b4)`: what people write is read here
 * into a small tree, and only that tree is computed or turned into a shader. Nothing is ever run.
 *
 * Known are numbers, `b1` … `b64`, `+ - * / ^`, brackets, and abs, sqrt, min, max.
 */
export type Formula =
  | { kind: "number"; value: number }
  | { kind: "band"; band: number }
  | { kind: "negate"; of: Formula }
  | { kind: "binary"; operator: Operator; left: Formula; right: Formula }
  | { kind: "call"; name: FunctionName; values: Formula[] };

export type Operator = "+" | "-" | "*" | "/" | "^";

const functionArity = { abs: 1, sqrt: 1, min: 2, max: 2 } as const;
export type FunctionName = keyof typeof functionArity;

export const maxFormulaLength = 200;
/** Bands a picture is made from at once: they are textures of the graphics card. */
export const maxFormulaBands = 16;
const maxBand = 64;
const maxDepth = 60;
/** Shaders are written without exponents; nothing that is measured needs more. */
const largestNumber = 1e12;
const smallestNumber = 1e-6;

export type FormulaProblem =
  | "empty"
  | "tooLong"
  | "tooDeep"
  | "tooManyBands"
  | "noBand"
  | "unexpected"
  | "unfinished"
  | "unknownName"
  | "unknownBand"
  | "numberSize"
  | "arguments";

/** What is wrong with a formula; `found` is the piece of it that does not fit. */
export class FormulaError extends Error {
  constructor(
    readonly problem: FormulaProblem,
    readonly found: string = "",
  ) {
    super(`${problem}: ${found}`);
  }
}

type Token = { kind: "number" | "name" | "sign"; text: string };

const tokenPattern = /\s*(?:(\d+\.?\d*|\.\d+)|([a-z][a-z0-9_]*)|([-+*/^(),]))/iy;

/**
 * @param bandCount Bands of the scene; a formula may not name another.
 * @throws FormulaError
 */
export function parseFormula(text: string, bandCount: number = maxBand): Formula {
  const trimmed = text.trim();
  if (trimmed === "") throw new FormulaError("empty");
  if (trimmed.length > maxFormulaLength) throw new FormulaError("tooLong");
  const formula = new FormulaReader(tokensOf(trimmed), bandCount).read();
  const bands = bandsOfFormula(formula);
  if (bands.length === 0) throw new FormulaError("noBand");
  if (bands.length > maxFormulaBands) throw new FormulaError("tooManyBands");
  return formula;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match) throw new FormulaError("unexpected", text.slice(at).trim().slice(0, 12));
    const [, number, name, sign] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: "name", text: name.toLowerCase() });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  return tokens;
}

/** Reads sums of products of powers, as they are written on paper; `^` binds from the right. */
class FormulaReader {
  #place = 0;
  #depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly bandCount: number,
  ) {}

  read(): Formula {
    const formula = this.#sum();
    const left = this.tokens[this.#place];
    if (left) throw new FormulaError("unexpected", left.text);
    return formula;
  }

  #sum(): Formula {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new FormulaError("tooDeep");
    let left = this.#product();
    for (let sign = this.#take("+", "-"); sign; sign = this.#take("+", "-")) {
      left = { kind: "binary", operator: sign, left, right: this.#product() };
    }
    this.#depth -= 1;
    return left;
  }

  #product(): Formula {
    let left = this.#signed();
    for (let sign = this.#take("*", "/"); sign; sign = this.#take("*", "/")) {
      left = { kind: "binary", operator: sign, left, right: this.#signed() };
    }
    return left;
  }

  #signed(): Formula {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new FormulaError("tooDeep");
    const sign = this.#take("-", "+");
    const read = sign ? this.#signed() : this.#power();
    this.#depth -= 1;
    return sign === "-" ? { kind: "negate", of: read } : read;
  }

  #power(): Formula {
    const base = this.#single();
    if (!this.#take("^")) return base;
    return { kind: "binary", operator: "^", left: base, right: this.#signed() };
  }

  #single(): Formula {
    const token = this.tokens[this.#place];
    if (!token) throw new FormulaError("unfinished");
    this.#place += 1;
    if (token.kind === "number") return { kind: "number", value: numberOf(token.text) };
    if (token.kind === "name") return this.#named(token.text);
    if (token.text !== "(") throw new FormulaError("unexpected", token.text);
    const inside = this.#sum();
    this.#expect(")");
    return inside;
  }

  #named(name: string): Formula {
    const band = /^b0*(\d{1,3})$/.exec(name);
    if (band) {
      const index = Number(band[1]);
      if (index < 1 || index > Math.min(maxBand, this.bandCount)) {
        throw new FormulaError("unknownBand", name);
      }
      return { kind: "band", band: index };
    }
    if (!Object.hasOwn(functionArity, name)) throw new FormulaError("unknownName", name);
    const known = name as FunctionName;
    this.#expect("(");
    const values = [this.#sum()];
    while (this.#take(",")) values.push(this.#sum());
    this.#expect(")");
    if (values.length !== functionArity[known]) throw new FormulaError("arguments", name);
    return { kind: "call", name: known, values };
  }

  #take<Sign extends string>(...signs: Sign[]): Sign | null {
    const token = this.tokens[this.#place];
    const found = token?.kind === "sign" ? signs.find((sign) => sign === token.text) : undefined;
    if (found === undefined) return null;
    this.#place += 1;
    return found;
  }

  #expect(sign: string): void {
    const token = this.tokens[this.#place];
    if (!token) throw new FormulaError("unfinished");
    if (!this.#take(sign)) throw new FormulaError("unexpected", token.text);
  }
}

function numberOf(text: string): number {
  const value = Number(text);
  if (value !== 0 && !(value >= smallestNumber && value <= largestNumber)) {
    throw new FormulaError("numberSize", text.slice(0, 20));
  }
  return value;
}

/** The bands (1-based) that a formula reads, in ascending order. */
export function bandsOfFormula(formula: Formula): number[] {
  const bands = new Set<number>();
  const visit = (part: Formula): void => {
    if (part.kind === "band") bands.add(part.band);
    else if (part.kind === "negate") visit(part.of);
    else if (part.kind === "call") part.values.forEach(visit);
    else if (part.kind === "binary") {
      visit(part.left);
      visit(part.right);
    }
  };
  visit(formula);
  return [...bands].sort((one, other) => one - other);
}

/** Computes a formula; band `b` is `values[from + placeOf(b)]`. */
export type ComputedFormula = (values: ArrayLike<number>, from: number) => number;

/**
 * A formula as nested functions. Roots and powers of negative numbers count as those of zero, except
 * for even whole powers: graphics cards leave them undefined, and map and inspector must agree.
 */
export function compileFormula(
  formula: Formula,
  placeOf: (band: number) => number,
): ComputedFormula {
  switch (formula.kind) {
    case "number": {
      const { value } = formula;
      return () => value;
    }
    case "band": {
      const place = placeOf(formula.band);
      return (values, from) => values[from + place] ?? 0;
    }
    case "negate": {
      const of = compileFormula(formula.of, placeOf);
      return (values, from) => -of(values, from);
    }
    case "call":
      return compileCall(
        formula.name,
        formula.values.map((value) => compileFormula(value, placeOf)),
      );
    case "binary":
      return compileBinary(
        formula,
        compileFormula(formula.left, placeOf),
        compileFormula(formula.right, placeOf),
      );
  }
}

function compileCall(name: FunctionName, values: ComputedFormula[]): ComputedFormula {
  const [one = () => 0, other = () => 0] = values;
  switch (name) {
    case "abs":
      return (values, from) => Math.abs(one(values, from));
    case "sqrt":
      return (values, from) => Math.sqrt(Math.max(0, one(values, from)));
    case "min":
      return (values, from) => Math.min(one(values, from), other(values, from));
    case "max":
      return (values, from) => Math.max(one(values, from), other(values, from));
  }
}

function compileBinary(
  formula: Extract<Formula, { kind: "binary" }>,
  left: ComputedFormula,
  right: ComputedFormula,
): ComputedFormula {
  switch (formula.operator) {
    case "+":
      return (values, from) => left(values, from) + right(values, from);
    case "-":
      return (values, from) => left(values, from) - right(values, from);
    case "*":
      return (values, from) => left(values, from) * right(values, from);
    case "/":
      return (values, from) => left(values, from) / right(values, from);
    case "^":
      return isEvenPower(formula)
        ? (values, from) => Math.abs(left(values, from)) ** right(values, from)
        : (values, from) => Math.max(0, left(values, from)) ** right(values, from);
  }
}

/** Is this a power with an exponent of 2, 4, 6, …, which negative numbers have too? */
export function isEvenPower(formula: Extract<Formula, { kind: "binary" }>): boolean {
  const { right } = formula;
  return right.kind === "number" && right.value > 0 && right.value % 2 === 0;
}

/** The same formula with other band numbers: `b4` becomes `b<numberOf(4)>`. */
export function renumberFormula(text: string, numberOf: (band: number) => number): string {
  return text.replace(/\bb0*(\d{1,3})\b/gi, (_, band: string) => `b${numberOf(Number(band))}`);
}
