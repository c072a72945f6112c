import { modelToOnnx } from "../../src/formats/onnx/export/export.ts";
import { importOnnx, onnxSignature } from "../../src/formats/onnx/import/import.ts";
import type { NetworkSpec } from "../../src/nn/spec.ts";
import {
  graphMessage,
  int64s,
  type Message,
  nodeMessage,
  onnxFile,
  port,
} from "../../tests/support/onnx-file.ts";
import { drawnSession, valued } from "../../tests/support/valued.ts";
import { type Kinds, mended } from "../protobuf.ts";
import type { Target } from "../target.ts";

/** Small networks that between them are written in most of the ways there are. */
const networks: readonly NetworkSpec[] = [
  { inputs: 2, layers: [{ dense: 2, activation: "gelu" }, { dense: 1 }] },
  { inputs: [1, 4, 4], layers: [{ conv2d: 1, kernel: 2, padding: 1 }, { maxPool2d: 2 }, { flatten: true }] },
  { inputs: [2, 2], layers: [{ lstm: 2, returnSequences: true }, { attention: 1 }, { flatten: true }] },
];

const mine: Message = [
  [1, "mine"],
  [2, 1],
];

/** A function, a loop, and shapes that are calculated. */
function calculated(): Uint8Array {
  const body = graphMessage({
    nodes: [
      { op: "Identity", inputs: ["c"], outputs: ["d"] },
      { op: "Add", inputs: ["v", "v"], outputs: ["w"] },
    ],
    inputs: [port("i", []), port("c", []), port("v", [2, 3])],
    outputs: [port("d", []), port("w", [2, 3])],
  });
  const made: Message = [
    [1, "F"],
    [4, "a"],
    [5, "b"],
    [7, nodeMessage({ op: "Transpose", inputs: ["a"], outputs: ["b"], attributes: { perm: [1, 0] } })],
    [9, [[2, 18]]],
    [10, "mine"],
  ];
  return onnxFile(
    {
      nodes: [
        { op: "Shape", inputs: ["x"], outputs: ["s"] },
        { op: "Gather", inputs: ["s", "one"], outputs: ["n"] },
        { op: "Concat", inputs: ["n", "rest"], outputs: ["t"], attributes: { axis: 0 } },
        { op: "Reshape", inputs: ["x", "t"], outputs: ["r"] },
        { op: "F", domain: "mine", inputs: ["r"], outputs: ["f"] },
        {
          op: "Loop",
          inputs: ["count", "", "f"],
          outputs: ["l"],
          attributes: [
            [
              [1, "body"],
              [6, body],
              [20, 5],
            ],
          ],
        },
        { op: "Slice", inputs: ["l", "one", "rest", "one"], outputs: ["y"] },
      ],
      tensors: [int64s("one", [1]), int64s("rest", [-1]), int64s("count", [2], [])],
      inputs: [port("x", [2, 3])],
      outputs: [port("y", ["a", "b"])],
    },
    [
      [8, mine],
      [25, made],
    ],
  );
}

/** What stands in what, as `onnx.proto` has it. */
const kinds: Kinds = {
  model: { 7: "graph", 8: "opset", 14: "pair", 25: "function" },
  graph: { 1: "node", 5: "tensor", 11: "port", 12: "port" },
  node: { 5: "attribute" },
  attribute: { 5: "tensor", 6: "graph" },
  function: { 1: "node", 9: "opset", 11: "attribute" },
  port: { 2: "type" },
  type: { 1: "tensorType" },
  tensorType: { 2: "shape" },
  shape: { 1: "extent" },
};

export const target: Target = {
  seeds: () => [
    ...networks.map((network) => {
      const model = { network, loss: "squared-error" } as const;
      return modelToOnnx(model, valued(drawnSession(model, 1)), { classes: ["a", "b"] });
    }),
    calculated(),
  ],
  read: (input) => {
    onnxSignature(input, "model.onnx");
    return importOnnx(input, { file: "model.onnx", samples: 2 });
  },
  mend: (input) => mended(input, kinds, "model"),
  words: [
    "Add",
    "MatMul",
    "Conv",
    "Reshape",
    "Slice",
    "Resize",
    "TopK",
    "Einsum",
    "Where",
    "GRU",
    "Loop",
    "If",
    "Scan",
    "\u007f",
    "\uffff",
  ],
};
