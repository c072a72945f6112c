import fc from "fast-check";

/** A small graph as an example file writes it. */
export interface WrittenExpressions {
  readonly expressions: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number>>;
  readonly of: string;
}

const VALUES = ["x", "y1", "θ", "權重"];

/** Functions that are smooth or have kinks only; what is divided by, or taken a root or logarithm of, is positive. */
const unary: readonly ((x: string) => string)[] = [
  (x) => `-${x}`,
  (x) => `tanh(${x})`,
  (x) => `σ(${x})`,
  (x) => `relu(${x})`,
  (x) => `softplus(${x})`,
  (x) => `erf(${x})`,
  (x) => `cos(${x})`,
  (x) => `square(${x})`,
  (x) => `${x}^2`,
  (x) => `${x}^3`,
  (x) => `e^tanh(${x})`,
  (x) => `exp(-${x}^2)`,
  (x) => `ln(1 + ${x}^2)`,
  (x) => `sqrt(0.5 + ${x}^2)`,
  (x) => `(1.5 + tanh(${x}))^${x}`,
];
const binary: readonly ((x: string, y: string) => string)[] = [
  (x, y) => `(${x} + ${y})`,
  (x, y) => `(${x} − ${y})`,
  (x, y) => `(${x} · ${y})`,
  (x, y) => `(${x} / (1 + ${y}^2))`,
  (x, y) => `max(${x}, ${y})`,
];

function expressionOver(names: readonly string[]): fc.Arbitrary<string> {
  const leaf = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.constantFrom("2", "0.5", "3", "1", "-1.5").map((text) => `(${text})`) },
  );
  return fc.letrec<{ expr: string }>((tie) => ({
    expr: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.tuple(fc.constantFrom(...unary), tie("expr")).map(([build, x]) => build(`(${x})`)),
      fc.tuple(fc.constantFrom(...binary), tie("expr"), tie("expr")).map(([build, x, y]) => build(x, y)),
    ),
  })).expr;
}

/** Up to four definitions over up to four values; every definition may use those before it, the last is the result. */
export const randomExpressions: fc.Arbitrary<WrittenExpressions> = fc
  .tuple(fc.integer({ min: 1, max: VALUES.length }), fc.integer({ min: 1, max: 4 }))
  .chain(([valueCount, count]) => {
    const names = VALUES.slice(0, valueCount);
    const defined = Array.from({ length: count }, (_, i) => `q${i + 1}`);
    const texts = defined.map((_, i) =>
      expressionOver([...names, ...defined.slice(0, i), ...defined.slice(0, i)]),
    );
    const number = fc.noBias(fc.integer({ min: -2000, max: 2000 })).map((n) => n / 1000);
    return fc.record({
      expressions: fc
        .tuple(...texts)
        .map((all) => Object.fromEntries(all.map((text, i) => [defined[i], text]))),
      values: fc
        .array(number, { minLength: valueCount, maxLength: valueCount })
        .map((numbers) => Object.fromEntries(numbers.map((value, i) => [names[i], value]))),
      of: fc.constant(defined[count - 1]),
    });
  });
