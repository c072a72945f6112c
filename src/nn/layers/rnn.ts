import type { LayerKind } from "./kind.ts";
import { net, type RecurrentSettings, recurrent } from "./recurrent.ts";

/** So many units, each of which sees what came in and what all of them said one step before (Elman, 1990). */
export interface RnnSpec extends RecurrentSettings {
  readonly rnn: number;
  /** Default: tanh. */
  readonly activation?: "tanh" | "relu" | "sigmoid" | "linear";
}

/** h_t = tanh(W·x_t + b + U·h_{t−1} + d) */
export const rnn: LayerKind<RnnSpec> = recurrent<RnnSpec>({
  name: "rnn",
  gates: ["h"],
  units: ({ rnn: units }) => units,
  step({ activation = "tanh" }, input, hidden, _carried, context) {
    const sum = context.name(net(context, input, hidden), "net");
    return { out: context.name(context.activate(activation, sum), "out") };
  },
});
