import type { LayerKind } from "./kind.ts";
import { net, type RecurrentSettings, recurrent } from "./recurrent.ts";

/** So many gated units (Cho et al., 2014), reset behind the product with U, as PyTorch and cuDNN do it. */
export interface GruSpec extends RecurrentSettings {
  readonly gru: number;
}

/** h_t = (1 − z)·n + z·h_{t−1}, with n = tanh(W_n·x_t + b_n + r·(U_n·h_{t−1} + d_n)), and r and z through σ. */
export const gru: LayerKind<GruSpec> = recurrent<GruSpec>({
  name: "gru",
  gates: ["r", "z", "n"],
  units: ({ gru: units }) => units,
  step(_spec, input, hidden, carried, context) {
    const { ops, name, gate } = context;
    const part = (place: number) => ({
      input: gate(input, place),
      hidden: hidden && gate(hidden, place),
    });
    const [r, z] = ["r", "z"].map((word, place) => {
      const { input: x, hidden: h } = part(place);
      return name(ops.apply("sigmoid", name(net(context, x, h), `net_${word}`)), word);
    });
    const { input: x, hidden: h } = part(2);
    const reset = h && ops.apply("mul", r, h);
    const n = name(ops.apply("tanh", name(net(context, x, reset), "net_n")), "n");
    const fresh = ops.apply("mul", ops.apply("sub", ops.constant(1, z.shape), z), n);
    const before = carried?.out;
    const kept = before && ops.apply("mul", z, before);
    return { out: name(kept ? ops.apply("add", fresh, kept) : fresh, "out") };
  },
});
