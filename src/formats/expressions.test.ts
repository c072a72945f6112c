import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { errorLine as lineOf } from "../../tests/support/error-line.ts";
import { parseExample } from "./example.ts";
import { parseExampleFile } from "./example-file.ts";
import type { ExpressionExample } from "./expression-example.ts";

function shipped(name: string): string {
  return readFileSync(new URL(`../../examples/${name}`, import.meta.url), "utf8");
}

function read(text: string): ExpressionExample {
  const parsed = parseExampleFile(text, "graph.yaml");
  if (parsed.kind !== "expressions") throw new Error("a network");
  return parsed.example;
}

/** The line that is printed for a text; what is not an InputError is thrown on. */
function errorLine(text: string, parse: (text: string, file: string) => unknown = parseExampleFile): string {
  return lineOf(() => parse(text, "graph.yaml"));
}

const good = `backstep: 1
expressions:
  f: q * z
  q: x + y
values: { x: -2, y: 5, z: -4 }
optimizer: { name: sgd, learningRate: 0.1 }
`;

test("reads a small graph, each expression behind those that it uses", () => {
  const values = [
    { name: "x", value: -2 },
    { name: "y", value: 5 },
    { name: "z", value: -4 },
  ];
  const definitions = [
    { name: "q", expr: { fn: "add", args: [{ ref: "x" }, { ref: "y" }] } },
    { name: "f", expr: { fn: "mul", args: [{ ref: "q" }, { ref: "z" }] } },
  ];
  const expressions = { values, definitions, result: "f" };
  expect(read(good)).toEqual({ expressions, optimizer: { name: "sgd", learningRate: 0.1 } });
  expect(read(shipped("circuit.yaml"))).toEqual({
    title: { en: "A small circuit", "zh-Hant": "一個小電路", "zh-Hans": "一个小电路" },
    expressions,
  });
});

test("reads the neuron", () => {
  const { expressions } = read(shipped("tanh-neuron.yaml"));
  expect(expressions.definitions.map(({ name }) => name)).toEqual(["n", "o"]);
  expect(expressions.values.map(({ name }) => name)).toEqual(["x1", "x2", "w1", "w2", "b"]);
  expect(expressions.result).toBe("o");
});

test("tells networks from expressions", () => {
  expect(parseExampleFile(shipped("xor.yaml"), "xor.yaml")).toEqual({
    kind: "network",
    example: parseExample(shipped("xor.yaml"), "xor.yaml"),
  });
  expect(errorLine(good, parseExample)).toBe("graph.yaml:2:1  expected a network, found expressions");
});

test("any expression may be the result", () => {
  expect(read(`${good}of: q\n`).expressions.result).toBe("q");
  const two = good.replace("values:", "  g: q * x\nvalues:");
  expect(read(`${two}of: g\n`).expressions.result).toBe("g");
});

test("an expression may be a number, a name, or stand in quotes or a block", () => {
  const text = `backstep: 1
expressions: { c: 2, d: x, "f": "max(c, d)", g: 'f + 1e3', h: -2.5 }
values: { x: 3 }
of: g
`;
  expect(read(text).expressions.definitions.map(({ expr }) => expr)).toEqual([
    2,
    { ref: "x" },
    { fn: "max", args: [{ ref: "c" }, { ref: "d" }] },
    { fn: "add", args: [{ ref: "f" }, 1000] },
    -2.5,
  ]);
  const block = "backstep: 1\nexpressions:\n  f: |\n    x\n    + 1\nvalues: { x: 3 }\n";
  expect(read(block).expressions.definitions).toHaveLength(1);
});

test("names may be written in any script", () => {
  const text = "backstep: 1\nexpressions: { 輸出: σ(權重 · x_1 + θ) }\nvalues: { 權重: 2, x_1: 1, θ: 0 }\n";
  expect(read(text).expressions.result).toBe("輸出");
});

const keys = "backstep, title, expressions, values, of, optimizer, names, conventions";

/** What is replaced in the good text, by what, and the line that follows `graph.yaml:`. */
test.each<[string, string, string]>([
  // expressions
  ["q * z", "q z", '3:8  expected an operator, found "z"'],
  ["q * z", "'q z'", '3:9  expected an operator, found "z"'],
  ["q * z", "|\n    q *\n    z z", '5:7  expected an operator, found "z"'],
  ["q * z", '"q \\u002a * z"', '3:6  expected a number, a name or (, found "*"'],
  ["q * z", "q *", "3:9  expected a number, a name or (, found the end"],
  ["q * z", "(q + z", "3:12  expected an operator or ), found the end"],
  ["q * z", "tnah(q)", '3:6  unknown function "tnah": expected exp, ln, log, …   did you mean "tanh"?'],
  ["q * z", "q * w", '3:10  unknown name "w": expected f, q, x, …, or a value for "w"'],
  ["q * z", "[q, z]", "3:6  f: expected an expression (as x + y), found a list of 2"],
  ["q * z", "true", "3:6  f: expected an expression (as x + y), found true"],
  ["q * z", "", "3:6  f: expected an expression (as x + y), found nothing"],
  ["q * z", '""', '3:6  f: expected an expression (as x + y), found ""'],
  ["q * z", ".inf", "3:6  f: expected an expression (as x + y), found .inf"],
  ["  f: q * z\n  q: x + y", "  {}", "3:3  expressions: expected at least one, found none"],
  [
    "expressions:\n  f: q * z\n  q: x + y",
    "expressions: x + y",
    '2:14  expressions: expected a mapping of names to expressions, found "x + y"',
  ],

  // names
  ["q: x", "q: f + x", "3:3  expected no cycle, found that f needs q needs f"],
  ["q: x", "q: q + x", "4:3  expected no cycle, found that q needs q"],
  ["  q:", "  f:", '4:3  expected each key once, found "f" again'],
  ["z: -4", "z: -4, q: 1", '5:31  expected no value for what expressions define, found one for "q"'],
  ["z: -4", "z: -4, z: 1", '5:31  expected each key once, found "z" again'],
  [", z: -4", "", '3:10  unknown name "z": expected f, q, x, y, or a value for "z"'],
  ["z: -4", '"a\\nb": four', '5:32  "a\\nb": expected a number, found "four"'],
  ["z: -4", "z: four", '5:27  z: expected a number, found "four"'],
  ["z: -4", "z: .nan", "5:27  z: expected a number, found .nan"],
  ["z: -4", "z: -4, 2: 1", '5:31  expected a name (a letter, then letters, digits and _), found "2"'],
  ["z: -4", "z: -4, a-b: 1", '5:31  expected a name (a letter, then letters, digits and _), found "a-b"'],
  [
    "z: -4",
    "z: -4, __proto__: 1",
    '5:31  expected a name (a letter, then letters, digits and _), found "__proto__"',
  ],
  [
    "z: -4",
    `z: -4, ${"a".repeat(51)}: 1`,
    "5:31  expected a name of at most 50 characters, found 51 characters",
  ],
  [
    "  q:",
    "  __proto__: 1\n  q:",
    '4:3  expected a name (a letter, then letters, digits and _), found "__proto__"',
  ],
  ["  q:", "  tanh: 1\n  q:", '4:3  expected a name that no function has, found "tanh"'],
  ["  q:", "  q w:", '4:3  expected a name (a letter, then letters, digits and _), found "q w"'],
  ["z: -4", "z: -4, η: 1", '5:31  expected another name, found "η", which sgd gives to something of its own'],
  [
    "name: sgd, learningRate: 0.1",
    "name: adam }\nof: t\ntitle: { en: a",
    '7:5  unknown expression "t": expected f, q   did you mean "f"?',
  ],

  // the result
  [
    "values",
    "  g: q + 1\nvalues",
    "5:3  expected one expression that no other uses, found f, g   say which, as in of: f",
  ],
  ["values", "of: h\nvalues", '5:5  unknown expression "h": expected f, q   did you mean "f"?'],
  ["values", "of: x\nvalues", '5:5  unknown expression "x": expected f, q   did you mean "f"?'],
  ["values", "of: 3\nvalues", "5:5  of: expected the name of an expression, found 3"],

  // the rest
  [
    "values: { x: -2, y: 5, z: -4 }\n",
    "",
    '1:1  missing key "values": expected a mapping of names to numbers, found none',
  ],
  ["{ x: -2, y: 5, z: -4 }", "[1]", "5:9  values: expected a mapping of names to numbers, found a list of 1"],
  [
    "expressions",
    "expresions",
    `2:1  unknown key "expresions": expected backstep, title, expressions, …   did you mean "expressions"?`,
  ],
  ["optimizer", "loss", `6:1  unknown key "loss": expected ${keys}`],
  ["backstep: 1", "backstep: 2", "1:11  backstep: expected 1 (the version of this format), found 2"],
  [
    "sgd",
    "sgdd",
    '6:20  unknown optimizer "sgdd": expected sgd, momentum, nesterov, …   did you mean "sgd"?',
  ],
  ["values", "network: { inputs: 1 }\nvalues", "5:1  expected either network or expressions, found both"],
])("%j → %j", (from, to, expected) => {
  const text = good.replace(from, () => to);
  expect(text).not.toBe(good);
  expect(errorLine(text)).toBe(`graph.yaml:${expected}`);
});

test("a comma within braces ends the expression, unless it stands in quotes", () => {
  const text = good.replace("\n  f: q * z\n  q: x + y", " { f: max(x, y) }");
  expect(errorLine(text)).toBe(
    'graph.yaml:2:19  f: expected quotes around an expression with a comma, found "max(x"',
  );
  expect(errorLine(text.replace("max(x, y)", '"max(x, y)"'))).toBe("no error");
});

describe("files that want too much", () => {
  test.each<[string, string, string]>([
    [
      "brackets",
      good.replace("q * z", "(".repeat(100_000)),
      "3:56  expected at most 50 brackets and signs within one another, found more",
    ],
    [
      "expressions",
      good.replace("  q", `${Array.from({ length: 300 }, (_, i) => `  a${i}: 1\n`).join("")}  q`),
      "3:3  expressions: expected at most 200, found 302",
    ],
    [
      "a chain of aliases",
      good.replace("q * z", "*f"),
      '3:6  unknown alias "*f": expected one with an anchor before it',
    ],
  ])("%s", (_, text, expected) => {
    expect(errorLine(text)).toBe(`graph.yaml:${expected}`);
  });

  test("a long way round is named by its beginning", () => {
    const ring = Array.from({ length: 150 }, (_, i) => `  long_name_${i}: long_name_${(i + 1) % 150}\n`);
    const line = errorLine(`backstep: 1\nexpressions:\n${ring.join("")}values: { x: 1 }\n`);
    expect(line).toMatch(/^graph\.yaml:3:3 {2}expected no cycle, found that long_name_0 needs .*…$/);
    expect(line.length).toBeLessThan(300);
  });

  test("nothing in a file changes the prototype of objects", () => {
    errorLine(good.replace("z: -4", "__proto__: { polluted: 1 }"));
    errorLine(good.replace("  q:", "  __proto__: { polluted: 1 }\n  q:"));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(read(good.replaceAll("q", "constructor")).expressions.definitions[0].name).toBe("constructor");
  });
});
