import { describe, expect, test } from "vitest";
import { importOnnx, onnxSignature } from "../../src/formats/onnx/import/import.ts";
import { formatInputError, InputError } from "../../src/tensor/error.ts";
import {
  type FileGraph,
  graphMessage,
  int64s,
  type Message,
  messageBytes,
  nodeMessage,
  onnxFile,
  port,
} from "../support/onnx-file.ts";

/** What is said of a file; it must be one line of what its reader can do something about. */
function refusalOf(bytes: Uint8Array): string {
  try {
    importOnnx(bytes, { file: "model.onnx" });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const line = formatInputError(error);
    expect(line).not.toMatch(/[\n\r]/);
    expect(line.length).toBeLessThan(700);
    return line;
  }
  throw new Error("expected the file to be refused");
}

const relu = { op: "Relu", name: "act", inputs: ["x"] };
const x = port("x", [2]);

describe("a tensor whose numbers are elsewhere is refused with what to do, and no path is followed", () => {
  test.each(["/etc/passwd", "../../secret", "weights.bin"])("%s", (path) => {
    const external: Message = [
      [1, 2],
      [2, 1],
      [8, "w"],
      [
        13,
        [
          [1, "location"],
          [2, path],
        ],
      ],
      [14, 1],
    ];
    const line = refusalOf(onnxFile({ nodes: [relu], tensors: [external], inputs: [x] }));
    expect(line).toContain(
      'model.onnx  tensor "w": its numbers are in another file, which is not read; save',
    );
    expect(line).not.toContain(path);
  });

  test("in a node as well", () => {
    const value: Message = [
      [1, "value"],
      [
        5,
        [
          [1, 1],
          [2, 1],
          [8, "w"],
          [14, 1],
        ],
      ],
    ];
    const line = refusalOf(onnxFile({ nodes: [{ op: "Constant", name: "c", attributes: [value] }] }));
    expect(line).toContain('tensor "w": its numbers are in another file');
  });
});

describe("tensors that lie about themselves", () => {
  const tensor = (...fields: Message) =>
    onnxFile({ nodes: [relu], inputs: [x], tensors: [[...fields, [8, "w"]]] });

  test.each<[string, Uint8Array, string]>([
    ["huge extents", tensor([1, 2 ** 31], [1, 2 ** 31], [2, 1]), "elements, found [2147483648, 2147483648]"],
    ["extents below 0", tensor([1, -1], [2, 1]), "expected extents from 0, found [-1]"],
    ["extents beyond 64 bits", tensor([1, 2 ** 63], [2, 1]), "expected extents from 0"],
    [
      "very many axes",
      tensor(...new Array(5000).fill([1, 1] as const), [2, 1]),
      "expected at most 32 axes, found more",
    ],
    [
      "too few bytes",
      tensor([1, 3], [2, 1], [9, new Uint8Array(8)]),
      "expected 3 elements of float32 for [3], found 8 bytes",
    ],
    [
      "too many numbers",
      tensor([1, 1], [2, 7], [7, 1], [7, 2]),
      "expected 1 elements of int64 for [1], found more numbers",
    ],
    ["texts", tensor([1, 1], [2, 8]), "expected numbers, found elements of the type string"],
    ["an unknown type", tensor([1, 1], [2, 99]), "expected numbers, found elements of the type undefined"],
  ])("%s", (_name, bytes, said) => {
    expect(refusalOf(bytes)).toContain(`tensor "w": `);
    expect(refusalOf(bytes)).toContain(said);
  });
});

describe("what stands twice, or is not said", () => {
  const file = (graph: FileGraph) => onnxFile({ nodes: [relu], inputs: [x], ...graph });
  const attribute: Message = [
    [1, "axis"],
    [3, 0],
    [20, 2],
  ];
  const made: Message = [
    [1, "F"],
    [10, "mine"],
  ];

  test.each<[string, Uint8Array, string]>([
    ["a tensor", file({ tensors: [int64s("w", [1]), int64s("w", [2])] }), 'tensor "w": expected it once'],
    [
      "numbers as bytes and as numbers",
      file({ tensors: [[...int64s("w", [1]), [9, new Uint8Array(8)]]] }),
      'tensor "w": expected its numbers once',
    ],
    [
      "an attribute",
      file({ nodes: [{ op: "Softmax", name: "s", inputs: ["x"], attributes: [attribute, attribute] }] }),
      'node "s": expected "axis" once',
    ],
    [
      "a graph",
      onnxFile({ nodes: [relu], inputs: [x] }, [[7, graphMessage({})]]),
      "expected one graph, found another",
    ],
    [
      "a function",
      onnxFile({ nodes: [relu], inputs: [x] }, [
        [25, made],
        [25, made],
      ]),
      'function "F": expected it once',
    ],
    ["the version of the file", messageBytes([[7, graphMessage({})]]), "do not say its version"],
    [
      "the version of the operations",
      messageBytes([
        [1, 8],
        [7, graphMessage({ nodes: [relu], inputs: [x] })],
      ]),
      'node "act" (Relu): expected the file to say the version of ""',
    ],
    [
      "a version that is not known yet",
      messageBytes([
        [1, 8],
        [7, graphMessage({ nodes: [relu], inputs: [x] })],
        [8, [[2, 99]]],
      ]),
      "expected operations up to version 27, found 99",
    ],
    [
      "what an input is",
      file({
        inputs: [
          [
            [1, "x"],
            [2, [[4, [[1, [[1, [[1, 1]]]]]]]]],
          ],
        ],
      }),
      'input "x": expected a tensor of numbers, found something else',
    ],
  ])("%s", (_name, bytes, said) => {
    expect(refusalOf(bytes)).toContain(said);
  });
});

describe("bytes that are no such file", () => {
  const whole = onnxFile({ nodes: [relu], inputs: [x] });

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(0), "found bytes without a graph"],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), "expected"],
    ["an archive that pickle is in", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 8, 8, 0, 0), "expected"],
    ["a claim of 2 GiB", Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x07), "the file is cut off"],
    ["a number without an end", new Uint8Array(20).fill(0xff), "expected"],
    ["a group, which nobody writes any more", Uint8Array.of(0x0b, 0x0c), "field 1 is of kind 3"],
    [
      "text that is no UTF-8",
      messageBytes([[7, [[1, [[4, Uint8Array.of(0xc3, 0x28)]]]]]]),
      "expected an ONNX file",
    ],
    ["a graph that is a number", messageBytes([[7, 5]]), "field 7: expected bytes"],
  ])("%s", (_name, bytes, said) => {
    expect(refusalOf(bytes)).toContain(said);
  });

  test("cut off anywhere, it is refused", () => {
    // behind the graph there is the version of the operations, without which a graph of no operations would do
    for (let end = 0; end < whole.length; end++) refusalOf(whole.subarray(0, end));
  });
});

describe("graphs that do not hold together", () => {
  test.each<[string, FileGraph, string]>([
    [
      "an input that nobody makes",
      { nodes: [relu] },
      'node "act" (Relu): expected "x" to be an input or made by a node before it',
    ],
    [
      "nodes in a circle",
      {
        nodes: [
          { op: "Add", name: "a", inputs: ["x", "v"], outputs: ["u"] },
          { op: "Add", name: "b", inputs: ["u", "x"], outputs: ["v"] },
        ],
        inputs: [x],
      },
      'node "a" (Add): expected "v" to be an input or made by a node before it',
    ],
    [
      "nodes out of order",
      {
        nodes: [
          { op: "Relu", inputs: ["h"] },
          { op: "Relu", inputs: ["x"], outputs: ["h"] },
        ],
        inputs: [x],
      },
      'node 1 (Relu): expected "h" to be an input or made by a node before it',
    ],
    [
      "the same name twice",
      { nodes: [relu, relu], inputs: [x] },
      'node "act" (Relu): expected a new name, found "y" once more',
    ],
    ["an input twice", { nodes: [relu], inputs: [x, x] }, 'input "x": expected it once'],
    ["an output that nobody makes", { nodes: [], inputs: [x] }, 'the graph\'s outputs: expected "y"'],
    [
      "an operation that nobody knows",
      { nodes: [{ op: "Pickle", name: "p" }] },
      'node "p" (Pickle): expected an operation that can be read',
    ],
    [
      "__proto__ as an operation",
      { nodes: [{ op: "__proto__", name: "p" }] },
      "expected an operation that can be read",
    ],
    [
      "constructor as an operation",
      { nodes: [{ op: "constructor", name: "p" }] },
      "expected an operation that can be read",
    ],
    [
      "a domain that nobody knows",
      { nodes: [{ op: "Relu", name: "p", domain: "com.example", inputs: ["x"] }], inputs: [x] },
      "found Relu of com.example",
    ],
    [
      "an input left out",
      { nodes: [{ op: "Add", name: "a", inputs: ["x"] }], inputs: [x] },
      'node "a" (Add): expected an input 2, found none',
    ],
    [
      "shapes that do not fit",
      { nodes: [{ op: "Add", name: "a", inputs: ["x", "z"] }], inputs: [x, port("z", [3])] },
      "expected shapes that fit each other, found [2] and [3]",
    ],
    [
      "an input of extents below 0",
      { nodes: [relu], inputs: [port("x", [-3])] },
      'input "x": expected extents from 0, found -3',
    ],
    [
      "an input that is too large",
      { nodes: [relu], inputs: [port("x", [2 ** 40])] },
      'input "x": expected at most',
    ],
    [
      "an axis that is none",
      { nodes: [{ op: "Softmax", name: "s", inputs: ["x"], attributes: { axis: 7 } }], inputs: [x] },
      'node "s" (Softmax): expected an axis of 1 axes, found 7',
    ],
    [
      "a shape of a billion billions",
      {
        nodes: [{ op: "ConstantOfShape", name: "c", inputs: ["s"] }],
        tensors: [int64s("s", [2 ** 30, 2 ** 30])],
      },
      'node "c" (ConstantOfShape): expected at most',
    ],
    [
      "a range without an end",
      {
        nodes: [{ op: "Range", name: "r", inputs: ["a", "b", "d"] }],
        tensors: [int64s("a", [0], []), int64s("b", [2 ** 50], []), int64s("d", [1], [])],
      },
      'node "r" (Range): expected operations that bring at most',
    ],
    [
      "a step of 0",
      {
        nodes: [{ op: "Slice", name: "s", inputs: ["x", "a", "b", "a", "a"] }],
        inputs: [x],
        tensors: [int64s("a", [0]), int64s("b", [1])],
      },
      'node "s" (Slice): expected a step other than 0',
    ],
    [
      "a window larger than the world",
      {
        nodes: [
          {
            op: "MaxPool",
            name: "m",
            inputs: ["x"],
            attributes: { kernel_shape: [2 ** 20], pads: [2 ** 20, 2 ** 20] },
          },
        ],
        inputs: [port("x", [1, 1, 9])],
      },
      'node "m" (MaxPool): expected at most',
    ],
    [
      "a shape from numbers that come later",
      { nodes: [{ op: "Reshape", name: "r", inputs: ["x", "s"] }], inputs: [x, port("s", [1])] },
      'depends on the numbers of the input "s"',
    ],
  ])("%s", (_name, graph, said) => {
    expect(refusalOf(onnxFile(graph))).toContain(said);
  });

  test("__proto__ is a name like all others", () => {
    const file = onnxFile({
      nodes: [{ op: "Relu", name: "__proto__", inputs: ["__proto__"], outputs: ["constructor"] }],
      inputs: [port("__proto__", [2])],
      outputs: [port("constructor", [2])],
    });
    const { inputs, outputs } = importOnnx(file);
    expect([inputs[0].name, outputs[0].name]).toEqual(["__proto__", "constructor"]);
    expect(Object.hasOwn(Object.prototype, "shape")).toBe(false);
  });

  test("a name may try to write lines of its own", () => {
    const line = refusalOf(onnxFile({ nodes: [{ op: "Relu", name: "a\nb\u001b[2J", inputs: ["x\n"] }] }));
    expect(line).toContain("a\\u000ab\\u001b[2J");
  });

  test("a name may be very long", () => {
    const file = onnxFile({ nodes: [{ op: "Relu", name: "n".repeat(1e6), inputs: ["x"] }] });
    expect(refusalOf(file)).toContain(`node "${"n".repeat(80)}…" (Relu): expected "x" to be an input`);
  });
});

describe("what would go on for very long", () => {
  test("functions that call themselves", () => {
    const self: Message = [
      [1, "F"],
      [4, "a"],
      [5, "b"],
      [7, nodeMessage({ op: "F", domain: "mine", inputs: ["a"], outputs: ["b"] })],
      [
        9,
        [
          [1, "mine"],
          [2, 1],
        ],
      ],
      [10, "mine"],
    ];
    const file = onnxFile({ nodes: [{ op: "F", name: "f", domain: "mine", inputs: ["x"] }], inputs: [x] }, [
      [
        8,
        [
          [1, "mine"],
          [2, 1],
        ],
      ],
      [25, self],
    ]);
    expect(refusalOf(file)).toContain("expected functions up to 16 deep in each other");
  });

  test("functions that call others twice, again and again", () => {
    const twice = (i: number): Message => [
      [1, `F${i}`],
      [4, "a"],
      [5, "c"],
      [7, nodeMessage({ op: `F${i + 1}`, domain: "mine", inputs: ["a"], outputs: ["b"] })],
      [7, nodeMessage({ op: `F${i + 1}`, domain: "mine", inputs: ["b"], outputs: ["c"] })],
      [
        9,
        [
          [1, "mine"],
          [2, 1],
        ],
      ],
      [10, "mine"],
    ];
    const last: Message = [
      [1, "F15"],
      [4, "a"],
      [5, "b"],
      [7, nodeMessage({ op: "Relu", inputs: ["a"], outputs: ["b"] })],
      [9, [[2, 18]]],
      [10, "mine"],
    ];
    const functions = [...Array.from({ length: 15 }, (_, i) => twice(i)), last].map(
      (made) => [25, made] as const,
    );
    const file = onnxFile({ nodes: [{ op: "F0", domain: "mine", inputs: ["x"] }], inputs: [x] }, [
      [
        8,
        [
          [1, "mine"],
          [2, 1],
        ],
      ],
      ...functions,
    ]);
    expect(refusalOf(file)).toContain("expected at most 20000 operations, loops and functions written out");
  });

  test("graphs in graphs in graphs", () => {
    let graph: Message = graphMessage({ nodes: [relu] });
    for (let i = 0; i < 60; i++) {
      graph = graphMessage({
        nodes: [
          {
            op: "If",
            inputs: ["x"],
            attributes: [
              [
                [1, "then_branch"],
                [6, graph],
              ],
            ],
          },
        ],
      });
    }
    expect(
      refusalOf(
        messageBytes([
          [1, 8],
          [7, graph],
        ]),
      ),
    ).toMatch(/expected (graphs|messages) up to \d+ deep/);
  });

  test("a loop without an end", () => {
    const body = graphMessage({
      nodes: [
        { op: "Identity", inputs: ["c"], outputs: ["d"] },
        { op: "Add", inputs: ["v", "v"], outputs: ["w"] },
      ],
      inputs: [port("i", []), port("c", []), port("v", [2])],
      outputs: [port("d", []), port("w", [2])],
    });
    const file = onnxFile({
      nodes: [
        {
          op: "Loop",
          name: "l",
          inputs: ["", "t", "x"],
          attributes: [
            [
              [1, "body"],
              [6, body],
            ],
          ],
        },
      ],
      inputs: [x],
      tensors: [int64s("t", [1], [])],
    });
    expect(refusalOf(file)).toContain('node "l" (Loop): expected at most 1024 rounds');
  });

  test("a million fields", () => {
    const many = new Uint8Array(4_000_000).fill(0);
    for (let i = 0; i < many.length; i += 2) many[i] = 0x08;
    expect(refusalOf(many)).toContain("expected at most 1000000 fields");
  });
});

test("a signature is read without building anything", () => {
  const file = onnxFile({ nodes: [{ op: "Pickle" }], inputs: [port("x", ["batch", 3])] });
  expect(onnxSignature(file).inputs).toEqual([{ name: "x", type: "float32", shape: ["batch", 3] }]);
});
