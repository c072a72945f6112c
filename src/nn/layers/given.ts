import { InputError } from "../../tensor/error.ts";
import { formatShape, type Shape, sameShape } from "../../tensor/shape.ts";
import { fromNested, type Nested, type Tensor } from "../../tensor/tensor.ts";

/**
 * The first numbers of a parameter, where a network gives them.
 * @param of what they are, as the message calls it: `weights of layer 1`
 * @param note how the shape is to be read
 * @throws InputError where they are not of the shape
 */
export function givenNumbers(
  of: string,
  nested: Nested | undefined,
  shape: Shape,
  note = "",
): Tensor | undefined {
  const found = nested === undefined ? undefined : fromNested(nested);
  if (!found || sameShape(found.shape, shape)) return found;
  throw new InputError(`${of}: expected ${formatShape(shape)}${note}, found ${formatShape(found.shape)}`);
}
