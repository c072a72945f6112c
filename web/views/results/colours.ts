export type Colour = readonly [number, number, number];

/** Colours of classes, told apart by the colour-blind too (Okabe, Ito); the first two are those of signs. */
const palette: readonly Colour[] = [
  [0, 114, 178],
  [213, 94, 0],
  [0, 158, 115],
  [204, 121, 167],
  [230, 159, 0],
  [86, 180, 233],
  [148, 103, 189],
  [120, 120, 120],
  [240, 228, 66],
  [90, 60, 20],
];

export function classColour(i: number): Colour {
  return palette[i % palette.length];
}

/** Between two colours. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  return [0, 1, 2].map((i) => Math.round(a[i] + share * (b[i] - a[i]))) as unknown as Colour;
}

/** The colour behind everything, as the page has it just now. */
export function paperColour(element: Element): Colour {
  const found = /(\d+), (\d+), (\d+)/.exec(getComputedStyle(element).backgroundColor);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : [255, 255, 255];
}
