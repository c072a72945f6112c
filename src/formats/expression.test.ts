import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expr } from "../graph/expression.ts";
import { evaluate } from "../ops/evaluate.ts";
import { parseExpression } from "./expression.ts";

const names: ReadonlySet<string> = new Set(["x", "y", "z", "w_1", "θ", "權重", "net"]);

/** The tree in brackets, functions first; or what is wrong, after its offset. */
function read(text: string, known: ReadonlySet<string> = names): string {
  const parsed = parseExpression(text, known);
  return "expr" in parsed ? bracketed(parsed.expr) : `${parsed.at}: ${parsed.fault}`;
}

function bracketed(expr: Expr<string>): string {
  if (typeof expr === "number") return Object.is(expr, -0) ? "-0" : String(expr);
  if ("ref" in expr) return expr.ref;
  if ("sum" in expr) throw new Error("no sums");
  return `(${[expr.fn, ...expr.args.map(bracketed)].join(" ")})`;
}

test.each<[string, string]>([
  // numbers
  ["1", "1"],
  ["0.5", "0.5"],
  [".5", "0.5"],
  ["7.", "7"],
  ["1e-3", "0.001"],
  ["1E+2", "100"],
  ["2.5e−1", "0.25"],
  ["6.881373587019543", "6.881373587019543"],
  ["-2", "-2"],
  ["−2", "-2"],
  ["--2", "2"],
  ["-0", "-0"],

  // names
  ["x", "x"],
  ["w_1", "w_1"],
  ["θ", "θ"],
  ["權重", "權重"],

  // what binds tighter, and from which side
  ["x + y * z", "(add x (mul y z))"],
  ["(x + y) * z", "(mul (add x y) z)"],
  ["x - y - z", "(sub (sub x y) z)"],
  ["x / y / z", "(div (div x y) z)"],
  ["x / y * z", "(mul (div x y) z)"],
  ["x ^ y ^ z", "(pow x (pow y z))"],
  ["x ** 2", "(pow x 2)"],
  ["-x ^ 2", "(neg (pow x 2))"],
  ["-2 ^ 2", "(neg (pow 2 2))"],
  ["(-2) ^ 2", "(pow -2 2)"],
  ["x ^ -y", "(pow x (neg y))"],
  ["2 ^ -3 * x", "(mul (pow 2 -3) x)"],
  ["-x * y", "(mul (neg x) y)"],
  ["x * -y", "(mul x (neg y))"],
  ["x - -y", "(sub x (neg y))"],
  ["-(x + y)", "(neg (add x y))"],

  // spellings
  ["x·y×z⋅x", "(mul (mul (mul x y) z) x)"],
  ["x − y", "(sub x y)"],
  ["x ÷ y", "(div x y)"],
  ["（x ＋ y）＊z", "(mul (add x y) z)"],
  ["max（x，y）", "(max x y)"],
  ["\t x\n+\u3000y ", "(add x y)"],

  // functions
  ["exp(x)", "(exp x)"],
  ["ln(x)", "(log x)"],
  ["log (x)", "(log x)"],
  ["tanh(x)", "(tanh x)"],
  ["sigmoid(x)", "(sigmoid x)"],
  ["σ(x)", "(sigmoid x)"],
  ["relu(x)", "(relu x)"],
  ["softplus(x)", "(softplus x)"],
  ["step(x)", "(step x)"],
  ["pow(x, 3)", "(pow x 3)"],
  ["abs(x)", "(max x (neg x))"],
  ["min(x, y)", "(neg (max (neg x) (neg y)))"],
  ["sqrt(x)", "(sqrt x)"],
  ["square(x)", "(square x)"],
  ["erf(x)", "(erf x)"],
  ["max(x, y + 1)", "(max x (add y 1))"],
  ["tanh(x) ^ 2", "(pow (tanh x) 2)"],
  ["e^x", "(exp x)"],
  ["e^-x", "(exp (neg x))"],
  ["1 / (1 + e^(-(x + y)))", "(div 1 (add 1 (exp (neg (add x y)))))"],
])("%s", (text, expected) => {
  expect(read(text)).toBe(expected);
});

test("e is a name where something is called so", () => {
  expect(read("e^x * e", new Set(["e", "x"]))).toBe("(mul (pow e x) e)");
});

const listed = "expected x, y, z, …, or a value for";

test.each<[string, string]>([
  ["", "0: expected a number, a name or (, found the end"],
  ["  ", "2: expected a number, a name or (, found the end"],
  ["x y", '2: expected an operator, found "y"'],
  ["2x", '1: expected an operator, found "x"'],
  ["2(x)", '1: expected an operator, found "("'],
  ["x(y)", '1: expected an operator, found "("'],
  ["1.2.3", '3: expected an operator, found ".3"'],
  ["2e", '1: expected an operator, found "e"'],
  ["x +", "3: expected a number, a name or (, found the end"],
  ["x + * y", '4: expected a number, a name or (, found "*"'],
  ["+x", '0: expected a number, a name or (, found "+"'],
  ["x × ÷ y", '4: expected a number, a name or (, found "÷"'],
  ["(x + y", "6: expected an operator or ), found the end"],
  ["(x y)", '3: expected an operator or ), found "y"'],
  ["x)", '1: expected the end, found ")"'],
  ["x, y", '1: expected the end, found ","'],
  ["(x, y)", '2: expected an operator or ), found ","'],
  ["()", '1: expected a number, a name or (, found ")"'],
  ["q = x", '0: unknown name "q": expected x, y, z, …, or a value for "q"'],
  ["x = y", '2: expected an operator, found "="'],
  ["x;", '1: expected an operator, found ";"'],
  ["x $", '2: expected an operator, found "$"'],
  ["x \u{1f600}", '2: expected an operator, found "\u{1f600}"'],
  ["x\u200b", '1: expected an operator, found "\\u{200b}"'],
  ["x[0]", '1: expected an operator, found "["'],
  ["x.constructor", '1: expected an operator, found "."'],
  ["tanh x", '5: expected ( after tanh, found "x"'],
  ["tanh", "4: expected ( after tanh, found the end"],
  ["tanh()", '5: expected a number, a name or (, found ")"'],
  ["tanh(x, y)", "4: tanh: expected 1 argument, found 2"],
  ["max(x)", "3: max: expected 2 arguments, found 1"],
  ["max(x, y, z)", "3: max: expected 2 arguments, found 3"],
  ["max(x, y", "8: expected an operator or ), found the end"],
  ["sigmod(x)", '0: unknown function "sigmod": expected exp, ln, log, …   did you mean "sigmoid"?'],
  [
    "arctangent(x)",
    '0: unknown function "arctangent": expected exp, ln, log, tanh, sigmoid, σ, relu, softplus, sqrt, square, erf, cos, max, step, pow, abs, min',
  ],
  [
    "constructor(x)",
    '0: unknown function "constructor": expected exp, ln, log, tanh, sigmoid, σ, relu, softplus, sqrt, square, erf, cos, max, step, pow, abs, min',
  ],
  ["a", `0: unknown name "a": ${listed} "a"`],
  ["ent", `0: unknown name "ent": ${listed} "ent"   did you mean "net"?`],
  ["e", `0: unknown name "e": ${listed} "e"`],
  ["x1", `0: unknown name "x1": ${listed} "x1"`],
  ["__proto__", '0: expected a number, a name or (, found "_"'],
  ["1e999", '0: expected a number below 1.8e308, found "1e999"'],
])("%j is refused", (text, expected) => {
  expect(read(text)).toBe(expected);
});

describe("texts that want too much", () => {
  const deep = "expected at most 50 brackets and signs within one another, found more";
  const long = "expected at most 500 numbers, names and marks, found more";
  test.each<[string, string, string]>([
    ["brackets", "(".repeat(100_000), `50: ${deep}`],
    ["closed brackets", `${"(".repeat(100_000)}x${")".repeat(100_000)}`, `50: ${deep}`],
    ["signs", "-".repeat(100_000), `50: ${deep}`],
    ["powers", "x^".repeat(100_000), `100: ${deep}`],
    ["functions", "exp(".repeat(100_000), `200: ${deep}`],
    ["terms", "x+".repeat(100_000), `500: ${long}`],
    ["arguments", `max(${"x,".repeat(100_000)}`, `502: ${long}`],
    ["blanks", " ".repeat(1_000_000), "1000000: expected a number, a name or (, found the end"],
    ["digits", "1".repeat(1_000_000), `0: expected a number below 1.8e308, found "${"1".repeat(40)}…"`],
    [
      "letters",
      "a".repeat(1_000_000),
      `0: unknown name "${"a".repeat(40)}…": ${listed} "${"a".repeat(40)}…"`,
    ],
  ])("%s", (_, text, expected) => {
    const started = performance.now();
    expect(read(text)).toBe(expected);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("what is just within the limits is read", () => {
    const depth = 49;
    expect(read(`${"(".repeat(depth)}x${")".repeat(depth)}`)).toBe("x");
    expect(read(`${"x+".repeat(249)}x`)).toMatch(/^\(add \(add/);
  });
});

const part = fc.oneof(
  fc.constantFrom("x", "y", "θ", "e", "exp(", "max(", "(", ")", ",", " "),
  fc.constantFrom("+", "-", "−", "*", "·", "/", "^", "**", "1", "0.5", "1e3"),
  fc.string({ unit: "binary", maxLength: 3 }),
);

test("any text is read, or refused with one line and a place in it", () => {
  let readTexts = 0;
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const text = parts.join("");
      const parsed = parseExpression(text, names);
      if ("expr" in parsed) {
        readTexts++;
        expect(evaluate(parsed.expr, () => 1)).toBeTypeOf("number");
        return;
      }
      expect(parsed.at).toBeGreaterThanOrEqual(0);
      expect(parsed.at).toBeLessThanOrEqual(text.length);
      expect(parsed.fault).toMatch(/^\S.*$/);
      expect(parsed.fault).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]|undefined|NaN|\[object/u);
      expect(parsed.fault.length).toBeLessThan(300);
    }),
    { numRuns: 20_000, seed: 1 },
  );
  expect(readTexts).toBeGreaterThan(500);
});

/** Expressions over + − · / and signs, for which JavaScript has the same rules, with every bracket it may need. */
const arithmetic = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom("x", "y", "z", "2", "0.5", "1e-3"),
    fc
      .tuple(tie("text"), fc.constantFrom("+", "-", "*", "/", " - ", " / "), tie("text"))
      .map(([a, op, b]) => `${a}${op}${b}`),
    tie("text").map((text) => `(${text})`),
    tie("text").map((text) => ` -(${text})`),
  ),
})).text;

test("arithmetic has the value that it has in JavaScript", () => {
  const values: Readonly<Record<string, number>> = { x: 1.5, y: -0.75, z: 3.25 };
  fc.assert(
    fc.property(arithmetic, (text) => {
      const parsed = parseExpression(text, names);
      if (!("expr" in parsed)) throw new Error(parsed.fault);
      const expected = new Function("x", "y", "z", `return ${text}`)(values.x, values.y, values.z);
      expect(evaluate(parsed.expr, (name) => values[name])).toBe(expected);
    }),
    { numRuns: 2000, seed: 1 },
  );
});
