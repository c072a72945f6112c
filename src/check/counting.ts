import type { Calculation } from "./calculation.ts";
import type { Claim } from "./claim.ts";
import { agreesCut, agreesRounded } from "./digits.ts";
import { ANY_COUNTING, type Counting } from "./layered.ts";
import type { Names } from "./names.ts";

/** How a working counts layers, and the places of a matrix: as makes more of its numbers right, where that tells. */
export function countingOf(
  claims: readonly Claim[],
  calculation: Calculation,
  namesWith: (counting: Counting) => Names,
): Counting {
  const open = namesWith(ANY_COUNTING);
  const layered = distinct(claims)
    .filter(({ kind, name }) => kind === "value" && open.isLayered(name))
    .slice(0, TELLING);
  if (layered.length === 0) return ANY_COUNTING;
  let counting = ANY_COUNTING;
  for (const what of ["neurons", "weights", "to"] as const) counting = narrowed(counting, what);
  return counting;

  function narrowed(before: Counting, what: keyof Counting): Counting {
    const [first, second] = before[what].map((one): Counting => ({ ...before, [what]: [one] }));
    const more = rightIn(first) - rightIn(second);
    if (more === 0) return before;
    return more > 0 ? first : second;
  }

  function rightIn(counting: Counting): number {
    const names = namesWith(counting);
    return layered.filter((claim) => isRight(claim, names)).length;
  }

  function isRight({ name, claimed, step = 0, sample }: Claim, names: Names): boolean {
    return names.meanings(name, step, sample).some((id) => {
      const { value } = calculation.step(id);
      return agreesRounded(claimed, value) || agreesCut(claimed, value);
    });
  }
}

/** So many numbers tell; and what is written again tells nothing new. */
const TELLING = 1000;

function distinct(claims: readonly Claim[]): Claim[] {
  return [
    ...new Map(
      claims.map((claim) => [`${claim.step} ${claim.name} = ${claim.claimed.text}`, claim]),
    ).values(),
  ];
}
