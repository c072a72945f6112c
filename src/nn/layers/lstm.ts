import type { Node } from "../../graph/node.ts";
import type { LayerKind } from "./kind.ts";
import { net, type RecurrentSettings, recurrent, type StepContext } from "./recurrent.ts";

/** So many memory cells behind gates (Hochreiter, Schmidhuber, 1997; with a forget gate: Gers et al., 2000). */
export interface LstmSpec extends RecurrentSettings {
  readonly lstm: number;
}

/** c_t = f·c_{t−1} + i·g and h_t = o·tanh(c_t), with i, f and o through σ and g through tanh of W·x_t + b + U·h_{t−1} + d. */
export const lstm: LayerKind<LstmSpec> = recurrent<LstmSpec>({
  name: "lstm",
  gates: ["i", "f", "g", "o"],
  units: ({ lstm: units }) => units,
  step(_spec, input, hidden, carried, context) {
    const { ops, name } = context;
    const all = net(context, input, hidden);
    const [i, f, g, o] = (["i", "f", "g", "o"] as const).map((word, gate) =>
      gateOf(context, all, gate, word, word === "g" ? "tanh" : "sigmoid"),
    );
    const written = ops.apply("mul", i, g);
    const before = carried?.c;
    const kept = before && ops.apply("mul", f, before);
    const c = name(kept ? ops.apply("add", kept, written) : written, "c");
    return { c, out: name(ops.apply("mul", o, ops.apply("tanh", c)), "out") };
  },
});

function gateOf(
  { ops, name, gate }: StepContext,
  all: Node,
  place: number,
  word: string,
  fn: "tanh" | "sigmoid",
): Node {
  return name(ops.apply(fn, name(gate(all, place), `net_${word}`)), word);
}
