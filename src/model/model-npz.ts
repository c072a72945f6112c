import { writeNpz } from "../formats/write-npz.ts";
import { learntOf, type TrainedModel } from "./trained-model.ts";

/** The numbers of a model as an npz file of NumPy: an array for each parameter, by its path. */
export function modelToNpz({ parameters }: TrainedModel): Uint8Array {
  return writeNpz(new Map(learntOf(parameters).map(({ path, initial }) => [path, initial])));
}
