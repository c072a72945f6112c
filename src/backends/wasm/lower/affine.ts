import type { Index, IndexVar } from "../../../graph/expression.ts";

/** Something that moves with several indices: offset + Σ times · index. It stands where an index does. */
interface Affine extends IndexVar {
  readonly offset: number;
  readonly terms: readonly Multiple[];
}

export interface Multiple {
  readonly index: IndexVar;
  readonly times: number;
}

/** An index taken apart: numbers have no terms, plain indices one of themselves. */
export function partsOf(index: Index): { readonly offset: number; readonly terms: readonly Multiple[] } {
  if (typeof index === "number") return { offset: index, terms: [] };
  return "terms" in index ? (index as Affine) : { offset: 0, terms: [{ index, times: 1 }] };
}

/** offset + Σ times · index, as a number or a plain index where it is no more than that. */
export function affine(offset: number, multiples: readonly { index: Index; times: number }[]): Index {
  let whole = offset;
  const byIndex = new Map<IndexVar, number>();
  for (const { index, times } of multiples) {
    const parts = partsOf(index);
    whole += times * parts.offset;
    for (const term of parts.terms) {
      byIndex.set(term.index, (byIndex.get(term.index) ?? 0) + times * term.times);
    }
  }
  const terms = [...byIndex].filter(([, times]) => times !== 0).map(([index, times]) => ({ index, times }));
  if (terms.length === 0) return whole;
  if (terms.length === 1 && terms[0].times === 1 && whole === 0) return terms[0].index;
  const text = terms.map(({ index, times }) => (times === 1 ? index.index : `${times}${index.index}`));
  const shown = whole === 0 ? text : [...text, String(whole)];
  const result: Affine = { index: shown.join(" + "), size: 0, offset: whole, terms };
  return result;
}
