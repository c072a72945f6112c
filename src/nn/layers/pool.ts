import type { Node } from "../../graph/node.ts";
import type { Ops } from "../../ops/index.ts";
import type { LayerKind } from "./kind.ts";
import { type PerAxis, type ViewAxis, type WindowSettings, windowsOf, windowView } from "./windows.ts";

/** Windows of a pooling: the stride is the window's own size where nobody says otherwise. */
type PoolSettings = Omit<WindowSettings, "dilation">;

export interface MaxPool1dSpec extends PoolSettings {
  /** The size of the window. */
  readonly maxPool1d: PerAxis;
}

export interface MaxPool2dSpec extends PoolSettings {
  readonly maxPool2d: PerAxis;
}

export interface AveragePool1dSpec extends PoolSettings {
  readonly averagePool1d: PerAxis;
}

export interface AveragePool2dSpec extends PoolSettings {
  readonly averagePool2d: PerAxis;
}

export const maxPool1d: LayerKind<MaxPool1dSpec> = pool("maxPool1d", 1, (spec) => spec.maxPool1d, largest);
export const maxPool2d: LayerKind<MaxPool2dSpec> = pool("maxPool2d", 2, (spec) => spec.maxPool2d, largest);
export const averagePool1d: LayerKind<AveragePool1dSpec> = pool(
  "averagePool1d",
  1,
  (spec) => spec.averagePool1d,
  average,
);
export const averagePool2d: LayerKind<AveragePool2dSpec> = pool(
  "averagePool2d",
  2,
  (spec) => spec.averagePool2d,
  average,
);

/** What is made of the numbers under each window. */
type Summary = (ops: Ops, x: Node, read: Read, inside: number[]) => Node;

/** A tensor like the input through all windows, with a number outside. */
type Read = (from: Node, outside: number) => Node;

/** Each channel by itself, from windows of `size`. */
function pool<Spec extends PoolSettings>(
  name: string,
  rank: number,
  sizeOf: (spec: Spec) => PerAxis,
  summary: Summary,
): LayerKind<Spec> {
  return {
    name,
    shape(spec, input) {
      const windows = windowsOf(sizeOf(spec), spec, input, rank, sizeOf(spec));
      return [input[0], ...windows.map(({ count }) => count)];
    },
    build(spec, x, { ops }) {
      const [samples, channels, ...extents] = x.shape;
      const windows = windowsOf(sizeOf(spec), spec, [channels, ...extents], rank, sizeOf(spec));
      const axes: ViewAxis[] = [
        "sample",
        "channel",
        ...windows.map((_, d) => ({ window: d })),
        ...windows.map((_, d) => ({ inside: d })),
      ];
      const { shape, map } = windowView(axes, windows, [samples, channels]);
      const read = (from: Node, outside: number) =>
        ops.view(from, shape, outside === 0 ? map : { ...map, outside });
      return summary(
        ops,
        x,
        read,
        windows.map((_, d) => 2 + rank + d),
      );
    },
  };
}

/** What lies outside is never the largest. */
function largest(ops: Ops, x: Node, read: Read, inside: number[]): Node {
  return ops.largest(read(x, Number.NEGATIVE_INFINITY), inside);
}

/** What lies outside is not counted. */
function average(ops: Ops, x: Node, read: Read, inside: number[]): Node {
  const total = ops.sum(read(x, 0), inside);
  const count = ops.sum(read(ops.constant(1, x.shape), 0), inside);
  return ops.apply("div", total, count);
}
