import type { ExpressionValue } from "ol/expr/expression";
import { type Formula, isEvenPower } from "@/lib/band-formula";

/** Larger than anything measured, and written without an exponent, which the shader's text cannot have. */
const huge = 1e20;

/**
 * A formula as an expression of OpenLayers, which compiles it into the shader. Only known operators
 * and plain numbers go in; compileFormula in lib/band-formula.ts computes the same.
 *
 * @param bandValue The expression for a band (1-based), in the scene's own units.
 */
export function formulaExpression(
  formula: Formula,
  bandValue: (band: number) => ExpressionValue,
): ExpressionValue {
  const of = (part: Formula) => formulaExpression(part, bandValue);
  switch (formula.kind) {
    case "number":
      return formula.value;
    case "band":
      return bandValue(formula.band);
    case "negate":
      return ["-", 0, of(formula.of)];
    case "call": {
      const [one = 0, other = 0] = formula.values.map(of);
      switch (formula.name) {
        case "abs":
          return ["abs", one];
        case "sqrt":
          return ["sqrt", ["clamp", one, 0, huge]];
        // A clamp writes both values once; a comparison would write each of them twice.
        case "min":
          return ["clamp", one, -huge, other];
        case "max":
          return ["clamp", one, other, huge];
      }
      break;
    }
    case "binary": {
      const [left, right] = [of(formula.left), of(formula.right)];
      if (formula.operator !== "^") return [formula.operator, left, right];
      return ["^", isEvenPower(formula) ? ["abs", left] : ["clamp", left, 0, huge], right];
    }
  }
}
