import { expect, test } from "vitest";
import { activations } from "../nn/activations.ts";
import { opsFor } from "../ops/index.ts";
import { Graph } from "./graph.ts";
import { graphToJson, graphToText } from "./print.ts";

/** A leaky neuron with two inputs. */
function tiny(): Graph {
  const graph = new Graph("f32");
  const ops = opsFor(graph);
  const x = graph.name(ops.input([1, 2]), { text: "i", first: 1, strides: [0, 1] });
  const w = graph.name(ops.state([1, 2]), { text: "w", first: 1, strides: [2, 1] });
  graph.within("layers.1", () => {
    const net = graph.name(ops.matmul(x, w, { transposeB: true }), {
      text: "net_o",
      first: 1,
      strides: [0, 1],
    });
    graph.name(activations["leaky-relu"](graph, net), { text: "out_o", first: 1, strides: [0, 1] });
  });
  return graph;
}

test("a graph as text", () => {
  expect(graphToText(tiny())).toMatchInlineSnapshot(`
    "%0 = input() {shape: [1, 2]} : [1, 2]                               i1 … i2
    %1 = state() {shape: [1, 2]} : [1, 2]                               w1 … w2
    %2 = matmul(%0, %1) {transposeA: false, transposeB: true} : [1, 1]  net_o1   layers.1
    %3 = constant() {value: 0.01, shape: [1, 1]} : [1, 1]                        layers.1 / leaky-relu
    %4 = mul(%3, %2) : [1, 1]                                                    layers.1 / leaky-relu
    %5 = max(%2, %4) : [1, 1]                                           out_o1   layers.1 / leaky-relu"
  `);
});

test("a graph as JSON", () => {
  const { dtype, nodes } = graphToJson(tiny());
  expect(dtype).toBe("f32");
  expect(nodes.map((node) => JSON.stringify(node)).join("\n")).toMatchInlineSnapshot(`
    "{"id":0,"op":"input","inputs":[],"attrs":{"shape":[1,2]},"shape":[1,2],"name":"i1 … i2"}
    {"id":1,"op":"state","inputs":[],"attrs":{"shape":[1,2]},"shape":[1,2],"name":"w1 … w2"}
    {"id":2,"op":"matmul","inputs":[0,1],"attrs":{"transposeA":false,"transposeB":true},"shape":[1,1],"name":"net_o1","scope":"layers.1"}
    {"id":3,"op":"constant","inputs":[],"attrs":{"value":0.01,"shape":[1,1]},"shape":[1,1],"scope":"layers.1 / leaky-relu"}
    {"id":4,"op":"mul","inputs":[3,2],"attrs":{},"shape":[1,1],"scope":"layers.1 / leaky-relu"}
    {"id":5,"op":"max","inputs":[2,4],"attrs":{},"shape":[1,1],"name":"out_o1","scope":"layers.1 / leaky-relu"}"
  `);
});

test("an empty graph is an empty text", () => {
  expect(graphToText(new Graph())).toBe("");
  expect(graphToJson(new Graph())).toEqual({ dtype: "f64", nodes: [] });
});
