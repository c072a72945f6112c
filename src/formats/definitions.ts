import { refsOf } from "../graph/expression.ts";
import type { Definition } from "../nn/expressions.ts";

/** Definitions in an order in which they can be calculated; or names of which each is defined by the next. */
export type Ordered = { readonly definitions: readonly Definition[] } | { readonly cycle: readonly string[] };

/** Puts each definition after those that it uses, otherwise in the order in which they are written. */
export function inOrder(definitions: readonly Definition[]): Ordered {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const ordered = new Set<Definition>();
  const open: string[] = [];

  /** The cycle that it meets, if any. */
  const visit = (definition: Definition): string[] | undefined => {
    if (ordered.has(definition)) return undefined;
    const from = open.indexOf(definition.name);
    if (from !== -1) return [...open.slice(from), definition.name];
    open.push(definition.name);
    for (const use of new Set(refsOf(definition.expr))) {
      const used = byName.get(use);
      const cycle = used && visit(used);
      if (cycle) return cycle;
    }
    open.pop();
    ordered.add(definition);
    return undefined;
  };

  for (const definition of definitions) {
    const cycle = visit(definition);
    if (cycle) return { cycle };
  }
  return { definitions: [...ordered] };
}

/** The names of the definitions that no other uses. */
export function unusedOf(definitions: readonly Definition[]): string[] {
  const used = new Set(definitions.flatMap(({ expr }) => refsOf(expr)));
  return definitions.map(({ name }) => name).filter((name) => !used.has(name));
}
