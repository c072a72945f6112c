import type { Node } from "../../graph/node.ts";
import { InputError } from "../../tensor/error.ts";
import type { Random } from "../../tensor/random.ts";
import { formatShape, type Shape } from "../../tensor/shape.ts";
import { filled, type Nested, type Tensor } from "../../tensor/tensor.ts";
import { softmax } from "../activations.ts";
import { initialize } from "../initializers.ts";
import { permuted, takenAt } from "./assemble.ts";
import { givenNumbers } from "./given.ts";
import type { LayerContext, LayerKind, LayerParameter } from "./kind.ts";
import { linear } from "./linear.ts";

/** Self-attention with so many heads, over time × features (Vaswani et al., 2017). */
export interface AttentionSpec {
  readonly attention: number;
  /** Each step sees itself and those before it only. Default: false. */
  readonly causal?: boolean;
  /** in: 3 · features rows, of queries, keys and values; out: features rows. One column per feature. */
  readonly weights?: { readonly in?: Nested; readonly out?: Nested };
  /** Default: both, starting at 0. */
  readonly bias?: boolean | { readonly in?: readonly number[]; readonly out?: readonly number[] };
  /** false freezes all of its parameters. */
  readonly trainable?: boolean;
}

/** What a masked score is lowered by: e to it is 0. */
const MASKED = -1e9;

/** out = concat over heads of softmax(q·kᵀ/√d)·v, times Oᵀ, plus its bias; q, k and v are W·x + b. */
export const attention: LayerKind<AttentionSpec> = {
  name: "attention",

  shape({ attention: heads }, input) {
    if (input.length !== 2) throw new InputError(`expected time × features, found ${formatShape(input)}`);
    if (input[1] % heads === 0) return input;
    throw new InputError(
      `expected features that ${heads} heads divide, found ${input[1]} (${formatShape(input)})`,
    );
  },

  parameters({ weights, bias = true, trainable = true }, [, features], layer) {
    const given = typeof bias === "boolean" ? {} : bias;
    const parameter = (
      name: string,
      kind: "weight" | "bias",
      shape: Shape,
      nested: Nested | undefined,
      draw: (random: Random) => Tensor,
    ): LayerParameter => {
      const found = givenNumbers(`${name} of layer ${layer + 1}`, nested, shape);
      return { name, kind, shape, trainable, initial: (random) => found ?? draw(random) };
    };
    const zeros = (count: number) => () => filled([count], () => 0);
    const [within, out]: Shape[] = [
      [3 * features, features],
      [features, features],
    ];
    // as PyTorch draws them: Glorot's over all three at once, and ±1/√features
    const reach = 1 / Math.sqrt(features);
    const drawOut = { name: "uniform", low: -reach, high: reach } as const;
    const biases = [
      parameter("inBias", "bias", [3 * features], given.in, zeros(3 * features)),
      parameter("outBias", "bias", [features], given.out, zeros(features)),
    ];
    return [
      parameter("inWeight", "weight", within, weights?.in, (random) =>
        initialize("glorot-uniform", within, random),
      ),
      parameter("outWeight", "weight", out, weights?.out, (random) => initialize(drawOut, out, random)),
      ...(bias === false ? [] : biases),
    ];
  },

  build({ attention: heads, causal = false }, x, context) {
    const { graph, ops, name } = context;
    const [samples, time, features] = x.shape;
    const size = features / heads;
    const all = projected(context, ops.reshape(x, [samples * time, features]), "in");
    const parts = ops.reshape(all, [samples, time, 3, heads, size]);
    // samples × heads × time × size
    const [q, k, v] = ["q", "k", "v"].map((word, part) =>
      name(permuted(ops, takenAt(ops, parts, 2, part), [0, 2, 1, 3]), word),
    );
    const products = ops.matmul(q, k, { transposeB: true });
    const scaled = ops.apply("div", products, ops.constant(Math.sqrt(size), products.shape));
    const scores = name(causal ? ops.apply("add", scaled, mask(context, scaled.shape)) : scaled, "score");
    const shares = name(softmax(graph, scores), "share");
    const seen = name(ops.matmul(shares, v), "seen");
    const together = ops.reshape(permuted(ops, seen, [0, 2, 1, 3]), [samples * time, features]);
    return ops.reshape(projected(context, together, "out"), x.shape);
  },
};

/** x·Wᵀ + b */
function projected({ ops, parameter }: LayerContext, x: Node, of: "in" | "out"): Node {
  const weight = parameter(`${of}Weight`);
  if (!weight) throw new Error("attention: no weight");
  return linear(ops, x, weight, parameter(`${of}Bias`));
}

/** 0 where the second of two steps is not later than the first, else what rules it out. */
function mask({ ops }: LayerContext, shape: Shape): Node {
  const time = shape[2];
  const map = { offsets: [0], coefficients: [1, -1], outside: MASKED };
  return ops.broadcast(ops.view(ops.constant(0, [time]), [time, time], map), shape, [2, 3]);
}
