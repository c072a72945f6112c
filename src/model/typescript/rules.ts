import type { Fn } from "../../graph/expression.ts";
import type { Node, ViewMap } from "../../graph/node.ts";
import type { primitives } from "../../ops/index.ts";
import { scalars } from "../../ops/scalars.ts";
import { mapOf } from "../../ops/view.ts";
import { InputError } from "../../tensor/error.ts";
import { type Shape, sizeOf } from "../../tensor/shape.ts";
import { type Affine, affineText, combined, type Loop, offsetAt, rangeOf, variableOf } from "./affine.ts";
import { atom, type Code, called, chosen, literal, negated, operated } from "./code.ts";
import type { Writer } from "./writer.ts";

/** What a rule writes code with. */
export interface RuleContext {
  readonly writer: Writer;
  /** An element of a node; statements that it needs are written first. */
  read(node: Node, at: readonly Affine[]): Code;
  /** The same, by the place in row-major order, of a node that reads flat. */
  readFlat(node: Node, offset: Affine): Code;
  /** The array of a node that has one. */
  nameOf(node: Node): string;
  /** The array that holds an element of a node, and where in it; undefined where it is in none, or only sometimes. */
  placeOf(node: Node, at: readonly Affine[]): Place | undefined;
}

/** An element of an array. */
export interface Place {
  readonly array: string;
  readonly offset: Affine;
}

/** Which element of its input is an element of a free node, where it always is one: by the axes, or in row-major order. */
export type Source = { readonly at: readonly Affine[] } | { readonly offset: Affine };

/** Undefined of a node that calculates, and of a view that looks outside. */
export function sourceOf({ op, inputs: [x], attrs, shape }: Node, at: readonly Affine[]): Source | undefined {
  switch (op.name) {
    case "identity":
      return { at };
    case "reshape":
      return { offset: offsetAt(shape, at) };
    case "broadcast":
      return { at: (attrs.axes as readonly number[]).map((axis) => at[axis]) };
    case "view": {
      const from = placeRead(mapOf(attrs), at);
      return insideText(x.shape, from) === undefined ? { at: from } : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * How code is written for a primitive.
 * - leaf: its numbers come from outside.
 * - free: an element costs nothing but its index, so that it stands wherever it is used.
 * - work: an element costs something; it stands where it is used if that is one place which reads it once.
 * - whole: its array is filled by statements of its own.
 */
type Rule = {
  /** How often an input's element is read, or that the input must be an array. */
  readonly reads: "once" | "again" | "stored" | "flat";
} & (
  | { readonly kind: "leaf" }
  | {
      readonly kind: "free" | "work";
      element(node: Node, at: readonly Affine[], context: RuleContext): Code;
      /** Of a rule whose inputs, where they have as many elements, are read at the very place: in row-major order. */
      flat?(node: Node, offset: Affine, context: RuleContext): Code;
    }
  | { readonly kind: "whole"; write(node: Node, out: string, context: RuleContext): void }
);

type PrimitiveName = keyof typeof primitives;

export function ruleOf({ op }: Node): Rule {
  if (Object.hasOwn(rules, op.name)) return rules[op.name as PrimitiveName];
  throw new InputError(`expected operations that are built in, found ${JSON.stringify(op.name)}`);
}

const leaf: Rule = { kind: "leaf", reads: "once" };

const functions: { readonly [F in Fn]: (context: RuleContext, x: Code, y: Code) => Code } = {
  add: (_, x, y) => operated("+", x, y),
  sub: (_, x, y) => operated("-", x, y),
  mul: (_, x, y) => operated("*", x, y),
  div: (_, x, y) => operated("/", x, y),
  neg: (_, x) => negated(x),
  exp: (_, x) => called("Math.exp", x),
  log: (_, x) => called("Math.log", x),
  tanh: (_, x) => called("Math.tanh", x),
  sqrt: (_, x) => called("Math.sqrt", x),
  cos: (_, x) => called("Math.cos", x),
  pow: (_, x, y) => called("Math.pow", x, y),
  max: (_, x, y) => called("Math.max", x, y),
  relu: (_, x) => called("Math.max", x, literal(0)),
  sigmoid: ({ writer }, x) => called(writer.use("sigmoid"), x),
  step: ({ writer }, x) => called(writer.use("step"), x),
  softplus: ({ writer }, x) => called(writer.use("softplus"), x),
  square: ({ writer }, x) => called(writer.use("square"), x),
  erf: ({ writer }, x) => called(writer.use("erf"), x),
};

function elementwise(fn: Fn): Rule {
  return {
    kind: "work",
    reads: "once",
    element(node, at, context) {
      const [x, y = x] = node.inputs.map((input) => context.read(input, at));
      return functions[fn](context, x, y);
    },
    flat(node, offset, context) {
      const [x, y = x] = node.inputs.map((input) => context.readFlat(input, offset));
      return functions[fn](context, x, y);
    },
  };
}

const scalarRules = Object.fromEntries(
  (Object.keys(scalars) as Fn[]).map((fn) => [fn, elementwise(fn)]),
) as Record<Fn, Rule>;

/** A rule for each primitive: one that is missing does not compile. */
const rules: Readonly<Record<PrimitiveName, Rule>> = {
  ...scalarRules,
  input: leaf,
  state: leaf,

  constant: {
    kind: "free",
    reads: "once",
    element: ({ attrs }) => literal(attrs.value as number),
    flat: ({ attrs }) => literal(attrs.value as number),
  },

  identity: {
    kind: "free",
    reads: "again",
    element: ({ inputs: [x] }, at, { read }) => read(x, at),
    flat: ({ inputs: [x] }, offset, { readFlat }) => readFlat(x, offset),
  },

  broadcast: {
    kind: "free",
    reads: "again",
    element: ({ inputs: [x], attrs }, at, { read }) =>
      read(
        x,
        (attrs.axes as readonly number[]).map((axis) => at[axis]),
      ),
  },

  reshape: {
    kind: "free",
    reads: "flat",
    element: ({ inputs: [x], shape }, at, { readFlat }) => readFlat(x, offsetAt(shape, at)),
    flat: ({ inputs: [x] }, offset, { readFlat }) => readFlat(x, offset),
  },

  view: {
    kind: "free",
    reads: "again",
    element({ inputs: [x], attrs }, at, { read }) {
      const map = mapOf(attrs);
      const from = placeRead(map, at);
      const inside = insideText(x.shape, from);
      const element = read(x, from);
      return inside === undefined ? element : chosen(inside, element, literal(map.outside ?? 0));
    },
  },

  unview: {
    kind: "whole",
    reads: "once",
    write({ inputs: [x], attrs, shape }, out, { writer, read }) {
      writer.loops(x.shape, (at) => {
        const to = placeRead(mapOf(attrs), at);
        const inside = insideText(shape, to);
        const added = `${out}[${affineText(offsetAt(shape, to))}] += ${read(x, at).text};`;
        writer.line(inside === undefined ? added : `if (${inside}) ${added}`);
      });
    },
  },

  matmul: {
    kind: "work",
    reads: "again",
    element({ inputs: [a, b], attrs }, at, { writer, read, placeOf }) {
      const outer = at.slice(0, -2);
      const [row, column] = at.slice(-2);
      const inner = a.shape[a.shape.length - (attrs.transposeA ? 2 : 1)];
      const alongA = (k: Affine) => [...outer, ...(attrs.transposeA ? [k, row] : [row, k])];
      const alongB = (k: Affine) => [...outer, ...(attrs.transposeB ? [column, k] : [k, column])];
      const lines = [
        placesAlong(inner, (k) => placeOf(a, alongA(k))),
        placesAlong(inner, (k) => placeOf(b, alongB(k))),
      ];
      if (lines[0] && lines[1]) {
        const parts = [...lines[0], ...lines[1], `${inner}`].map(atom);
        return called(writer.use("dot"), ...parts);
      }
      const sum = writer.declare("sum", "0");
      writer.loop(inner, (k) => {
        const product = operated("*", read(a, alongA(k)), read(b, alongB(k)));
        writer.line(`${sum} += ${product.text};`);
      });
      return atom(sum);
    },
  },

  sum: {
    kind: "work",
    reads: "once",
    element(node, at, context) {
      const { writer } = context;
      const sum = writer.declare("sum", "0");
      overAxes(node, at, context, (x) => writer.line(`${sum} += ${x.text};`));
      return atom(sum);
    },
  },

  largest: {
    kind: "work",
    reads: "once",
    element(node, at, context) {
      const { writer } = context;
      const largest = writer.declare("largest", "-Infinity");
      overAxes(node, at, context, (x) => writer.line(`${largest} = Math.max(${largest}, ${x.text});`));
      return atom(largest);
    },
  },

  firstLargest: {
    kind: "whole",
    reads: "stored",
    write(node, out, context) {
      const { inputs, attrs, shape } = node;
      const { writer, read } = context;
      const axes = attrs.axes as readonly number[];
      const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
      writer.loops(
        kept.map((axis) => shape[axis]),
        (at) => {
          const first = writer.declare("first", "-1");
          const largest = writer.declare("largest", "-Infinity");
          overAxes({ inputs, attrs }, at, context, (x, place) => {
            const offset = affineText(offsetAt(shape, place));
            writer.line(`if (${first} < 0 || ${x.text} > ${largest}) {`);
            writer.line(`  ${first} = ${offset};`);
            writer.line(`  ${largest} = ${read(inputs[0], place).text};`);
            writer.line("}");
          });
          writer.line(`${out}[${first}] = 1;`);
        },
      );
    },
  },

  gather: {
    kind: "work",
    reads: "stored",
    element({ inputs: [table, indices] }, at, { writer, read, nameOf }) {
      const [rows, width] = table.shape;
      const index = read(indices, at.slice(0, -1));
      const row = writer.declare("row", called(writer.use("rowOf"), index, literal(rows)).text, "const");
      const [column] = at.slice(-1);
      const within = affineText(column);
      const offset = `${width === 1 ? row : `${width} * ${row}`}${within === "0" ? "" : ` + ${within}`}`;
      return chosen(`${row} < 0`, atom("Number.NaN"), atom(`${nameOf(table)}[${offset}]`));
    },
  },

  scatter: {
    kind: "whole",
    reads: "stored",
    write({ inputs: [x, indices], shape: [rows, width] }, out, { writer, read }) {
      writer.loops(indices.shape, (at) => {
        const index = read(indices, at);
        const row = writer.declare("row", called(writer.use("rowOf"), index, literal(rows)).text, "const");
        writer.line(`if (${row} >= 0) {`);
        writer.loop(width, (column) => {
          const value = read(x, [...at, column]).text;
          writer.line(`${out}[${width} * ${row} + ${affineText(column)}] += ${value};`);
        });
        writer.line("}");
      });
    },
  },

  softmax: {
    kind: "whole",
    reads: "stored",
    write(node, out, context) {
      const { writer } = context;
      overRows(node, context, (shifted, place) => {
        const total = writer.declare("total", "0");
        shifted((x, offset) => writer.line(`${total} += ${out}[${offset}] = Math.exp(${x});`));
        place((offset) => writer.line(`${out}[${offset}] /= ${total};`));
      });
    },
  },

  logSoftmax: {
    kind: "whole",
    reads: "stored",
    write(node, out, context) {
      const { writer } = context;
      overRows(node, context, (shifted) => {
        const total = writer.declare("total", "0");
        shifted((x) => writer.line(`${total} += Math.exp(${x});`));
        shifted((x, offset) => writer.line(`${out}[${offset}] = ${x} - Math.log(${total});`));
      });
    },
  },

  bernoulli: {
    kind: "whole",
    reads: "stored",
    write() {
      throw new InputError("expected a network as it is used, found one in training, which draws by chance");
    },
  },
};

/** An array, where in it a line of elements begins, and how far each is from the one before; undefined where it is none. */
function placesAlong(
  extent: number,
  placeAt: (k: Affine) => Place | undefined,
): readonly string[] | undefined {
  const loop: Loop = { name: "", extent };
  const found = placeAt(variableOf(loop));
  if (!found) return undefined;
  const { array, offset } = found;
  const terms = new Map(offset.terms);
  const step = terms.get(loop) ?? 0;
  terms.delete(loop);
  return [array, affineText({ constant: offset.constant, terms }), `${step}`];
}

/** The position that a view reads at `at`. */
function placeRead({ offsets, coefficients }: ViewMap, at: readonly Affine[]): Affine[] {
  return offsets.map((offset, axis) =>
    combined(
      offset,
      at.map((index, i) => [coefficients[axis * at.length + i], index]),
    ),
  );
}

/** When a position is inside of a shape; undefined where it always is. */
function insideText(shape: Shape, at: readonly Affine[]): string | undefined {
  const conditions = at.flatMap((index, axis) => {
    const { low, high } = rangeOf(index);
    const text = affineText(index);
    return [
      ...(low < 0 ? [`${text} >= 0`] : []),
      ...(high >= shape[axis] ? [`${text} < ${shape[axis]}`] : []),
    ];
  });
  return conditions.length === 0 ? undefined : conditions.join(" && ");
}

/** Loops over the axes that vanish, in the order of the elements. */
function overAxes(
  { inputs: [x], attrs }: Pick<Node, "inputs" | "attrs">,
  at: readonly Affine[],
  { writer, read }: RuleContext,
  visit: (x: Code, place: readonly Affine[]) => void,
): void {
  const axes = [...(attrs.axes as readonly number[])].sort((a, b) => a - b);
  writer.loops(
    axes.map((axis) => x.shape[axis]),
    (chosenAt) => {
      let kept = 0;
      const place = x.shape.map((_, axis) => {
        const summed = axes.indexOf(axis);
        return summed < 0 ? at[kept++] : chosenAt[summed];
      });
      visit(read(x, place), place);
    },
  );
}

type EachOfRow = (visit: (shifted: string, offset: string) => void) => void;

/** Loops over rows, along the last axis; within a row over x minus the largest of the row, which keeps e^x from overflowing. */
function overRows(
  { inputs: [x], shape }: Node,
  { writer, readFlat }: RuleContext,
  body: (shifted: EachOfRow, place: (visit: (offset: string) => void) => void) => void,
): void {
  const [width] = shape.slice(-1);
  writer.loop(sizeOf(shape.slice(0, -1)), (row) => {
    const each = (visit: (code: string, offset: string) => void): void =>
      writer.loop(width, (column) => {
        const offset = combined(0, [
          [width, row],
          [1, column],
        ]);
        visit(readFlat(x, offset).text, affineText(offset));
      });
    const largest = writer.declare("largest", "-Infinity");
    each((code) => writer.line(`${largest} = Math.max(${largest}, ${code});`));
    body(
      (visit) => each((code, offset) => visit(`${code} - ${largest}`, offset)),
      (visit) => each((_, offset) => visit(offset)),
    );
  });
}
