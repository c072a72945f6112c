import type { Frame, Layout } from "../engine/protocol.ts";

/**
 * The numbers of a picture as far as a calculation has come: what is not worked out yet is left open, and weights are
 * those after the update once there are such.
 * @param known by quantity: `out_h1`, `w5⁺`
 */
export function frameSoFar(
  frame: Frame,
  { neurons, edges }: Layout,
  known: ReadonlyMap<string, number>,
): Frame {
  const find = (name: string) => known.get(name) ?? known.get(`${name}#1`);
  return {
    ...frame,
    neurons: frame.neurons.map((value, i) => {
      const { of, given } = neurons[i];
      return given ? value : (find(of) ?? Number.NaN);
    }),
    weights: frame.weights.map((value, i) => {
      const { weight } = edges[i];
      return weight === undefined ? value : (find(`${weight}⁺`) ?? value);
    }),
    biases: frame.biases.map((value, i) => {
      const { bias } = neurons[i];
      return bias === undefined ? value : (find(`${bias}⁺`) ?? value);
    }),
  };
}
