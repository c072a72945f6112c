import { describe, expect, test } from "vitest";
import { call, type Expr } from "../graph/expression.ts";
import { graphToText } from "../graph/print.ts";
import { verify } from "../graph/verify.ts";
import { buildExpressions, type ExpressionsSpec, nameTaken } from "./expressions.ts";
import type { OptimizerName } from "./optimizers.ts";

const ref = (name: string): Expr<string> => ({ ref: name });

function specOf(
  names: readonly string[],
  definitions: Readonly<Record<string, Expr<string>>>,
  result: string,
): ExpressionsSpec {
  return {
    values: names.map((name, i) => ({ name, value: i + 1 })),
    definitions: Object.entries(definitions).map(([name, expr]) => ({ name, expr })),
    result,
  };
}

test("builds a graph of scalars in which everything keeps its name", () => {
  const spec = specOf(
    ["x", "y"],
    { q: call("add", ref("x"), ref("y")), f: call("mul", ref("q"), call("pow", ref("x"), 2), 3) },
    "f",
  );
  const { graph, values, definitions, result } = buildExpressions(spec);
  verify(graph);
  expect(graphToText(graph)).toBe(
    [
      "%0 = state() {shape: []} : []               x",
      "%1 = state() {shape: []} : []               y",
      "%2 = add(%0, %1) : []                       q",
      "%3 = square(%0) : []",
      "%4 = constant() {value: 3, shape: []} : []",
      "%5 = mul(%2, %3) : []",
      "%6 = mul(%5, %4) : []                       f",
    ].join("\n"),
  );
  expect([...values, ...definitions].map(({ id }) => id)).toEqual([0, 1, 2, 6]);
  expect(result.id).toBe(6);
});

test("what is but another name, or a number, has a node of its own", () => {
  const definitions = { a: ref("x"), b: ref("a"), c: 2, d: call("add", ref("x")) };
  const { graph, definitions: nodes } = buildExpressions(specOf(["x"], definitions, "d"));
  verify(graph);
  expect(nodes.map(({ op }) => op.name)).toEqual(["identity", "identity", "identity", "identity"]);
  expect(Object.keys(definitions).map((name) => graph.find(name)?.node)).toEqual(nodes);
});

test("names that end in digits are found, and no others", () => {
  const names = ["x", "x1", "x11", "w_1", "θ", "權重2", "h1"];
  const { graph, values } = buildExpressions(specOf(names, { net_h1: ref("x1") }, "net_h1"));
  expect(names.map((name) => graph.find(name)?.node)).toEqual(values);
  expect(graph.find("net_h1")?.at).toEqual([]);
  for (const name of ["x2", "x111", "w_", "w_11", "θ1", "權重", "net_h", "X", "", "x1⁺"]) {
    expect(graph.find(name), name).toBeUndefined();
  }
});

describe("refuses", () => {
  test.each<[string, ExpressionsSpec, string]>([
    ["a name for two things", specOf(["x", "x"], { f: ref("x") }, "f"), 'the name "x" stands for two things'],
    ["a definition of a value", specOf(["x"], { x: 1 }, "x"), 'the name "x" stands for two things'],
    ["a name for nothing", specOf(["x"], { f: ref("y") }, "f"), 'nothing before is called "y"'],
    [
      "a name that comes later",
      specOf(["x"], { f: ref("g"), g: ref("x") }, "f"),
      'nothing before is called "g"',
    ],
    ["a result that is none", specOf(["x"], { f: ref("x") }, "g"), 'nothing before is called "g"'],
  ])("%s", (_, spec, message) => {
    expect(() => buildExpressions(spec)).toThrow(message);
  });
});

/** Names that people may well give, and the optimisers that give them to something of their own. */
test.each<[string, readonly OptimizerName[]]>([
  ["η", ["sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "adagrad"]],
  ["t", ["adam", "adamw"]],
  ["steps", ["adam", "adamw"]],
  ["m_x", ["adam", "adamw"]],
  ["v_x", ["momentum", "nesterov", "adam", "adamw", "rmsprop"]],
  ["s_x", ["adagrad"]],
  ["λ", ["adamw"]],
  ["m_y", []],
  ["E", []],
])("the name %s is taken by %j", (name, by) => {
  const all: OptimizerName[] = ["sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "adagrad"];
  const asValue = specOf(["x", name], { f: ref("x") }, "f");
  const asDefinition = specOf(["x"], { [name]: ref("x") }, name);
  for (const optimizer of all) {
    const expected = by.includes(optimizer) ? name : undefined;
    expect(nameTaken(asDefinition, { name: optimizer, learningRate: 1 }), optimizer).toBe(expected);
    expect(nameTaken(asValue, { name: optimizer, learningRate: 1 }), optimizer).toBe(expected);
  }
});
