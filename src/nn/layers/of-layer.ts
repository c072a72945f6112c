import { InputError } from "../../tensor/error.ts";

/**
 * Whatever is wrong in a layer is said of that layer.
 * @param taking what the message says of where the layer takes its input
 */
export function ofLayer<T>(
  { name }: { readonly name: string },
  layer: number,
  work: () => T,
  taking = "",
): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || namesLayer(error.message, layer)) throw error;
    throw new InputError(`layer ${layer + 1} (${name})${taking}: ${error.message}`, error.place);
  }
}

/** Does the message speak of the layer itself already? */
function namesLayer(message: string, layer: number): boolean {
  return new RegExp(`(^| of )layer ${layer + 1}\\b`).test(message);
}
