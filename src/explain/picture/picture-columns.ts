/** A column of a picture. */
export interface Column {
  /** All neurons that belong here. */
  readonly names: readonly string[];
  /** What is drawn, from top to bottom: neurons, and perhaps one slot that stands for all others. */
  readonly slots: readonly string[];
  /** The slot that stands for others. */
  readonly fold: string | undefined;
}

/** A layer with more neurons than this is cut down. */
const ROWS = 8;

/**
 * Of a wide layer those are drawn that somebody asks for, then the first ones.
 * @param rows a layer with more neurons than this is cut down
 */
export function foldColumn(
  names: readonly string[],
  column: number,
  asked: ReadonlySet<string>,
  rows: number = ROWS,
): Column {
  if (names.length <= rows) return { names, slots: names, fold: undefined };
  // one neuron alone would need no more room than the words that it is left out
  const room = Math.min(rows, names.length - 2);
  const inOrder = new Set([...names.filter((name) => asked.has(name)), ...names]);
  const chosen = new Set([...inOrder].slice(0, room));
  const places = names.flatMap((name, place) => (chosen.has(name) ? [place] : []));
  const gaps = places.map((place, i) => (places[i + 1] ?? names.length) - place);
  const after = gaps.indexOf(Math.max(...gaps)) + 1;
  const slots = places.map((place) => names[place]);
  // no neuron is called like this
  const fold = `⋮ ${column}`;
  return { names, slots: [...slots.slice(0, after), fold, ...slots.slice(after)], fold };
}
