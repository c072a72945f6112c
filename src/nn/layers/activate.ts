import { InputError } from "../../tensor/error.ts";
import { formatShape } from "../../tensor/shape.ts";
import type { ActivationName } from "../activations.ts";
import type { LayerKind } from "./kind.ts";

/** An activation as a layer of its own. */
export interface ActivateSpec {
  readonly activate: ActivationName;
}

export const activate: LayerKind<ActivateSpec> = {
  name: "activate",

  shape({ activate: name }, input) {
    if (name !== "softmax" || input.length === 1) return input;
    throw new InputError(
      `softmax goes over inputs in one row, found ${formatShape(input)}; put flatten before it`,
    );
  },

  // the net input is what the layer before it put out, which has a name already
  build: (_spec, x) => x,
  activation: ({ activate: name }) => name,
};
