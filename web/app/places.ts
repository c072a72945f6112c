import type { Layout, LayoutNeuron } from "../engine/protocol.ts";

/**
 * The places of a picture that a quantity is about: the neuron `h1` of `net_h1`, `out_h1#2` and `δ_h1`, `w5` of
 * `∂E/∂w5` and `w5⁺`. Of a derivative of anything but the result both quantities count.
 */
export function placesOf(quantity: string, result: string): readonly string[] {
  const [, of, by] = /^∂(.+)\/∂(.+)$/u.exec(quantity) ?? [];
  if (of === undefined || by === undefined) return [placeOf(quantity)];
  const place = placeOf(by);
  return placeOf(of) === result ? [place] : [...new Set([place, placeOf(of)])];
}

function placeOf(name: string): string {
  return name
    .replace(/#\d+$/u, "")
    .replace(/⁺$/u, "")
    .replace(/^(?:net|out|delta|δ)_/u, "");
}

/** The names to explain where somebody points at a place of a picture. */
export function namesAt(place: string, layout: Layout): readonly string[] {
  const neuron = layout.neurons.find(({ id }) => id === place);
  if (!neuron) return [place];
  return neuron.given || place === layout.result ? [place] : calculated(neuron, layout);
}

function calculated({ id, of }: LayoutNeuron, { result }: Layout): readonly string[] {
  if (of === `out_${id}`) return [`net_${id}`, of, `delta_${id}`];
  if (of === `net_${id}`) return [of, `delta_${id}`];
  return [of, `∂${result}/∂${of}`];
}

/** The lines by which a place acts on the result, as indices into the edges of a layout. */
export function wayFrom(place: string, { neurons, edges }: Layout): ReadonlySet<number> {
  const isNeuron = neurons.some(({ id }) => id === place);
  const entered = [
    ...edges.filter(({ weight }) => weight === place).map(({ to }) => to),
    ...neurons.filter(({ bias, target }) => bias === place || target === place).map(({ id }) => id),
  ];
  const reached = new Set(isNeuron ? [place] : entered);
  const way = new Set<number>();
  // a set hands out what is added while it is walked
  for (const from of reached) {
    for (const [i, edge] of edges.entries()) {
      if (edge.from !== from) continue;
      way.add(i);
      reached.add(edge.to);
    }
  }
  return way;
}
