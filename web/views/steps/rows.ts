import type { Row } from "../../app/lesson.ts";

/** A row of a calculation, as it stands in a fragment. */
export interface ShownRow extends Row {
  readonly element: HTMLElement;
  /** What is hidden while its number is asked for: the formula with numbers, the value. */
  readonly answers: readonly HTMLElement[];
}

export function rowsIn(root: HTMLElement): ShownRow[] {
  return [...root.querySelectorAll<HTMLElement>(".row, tbody tr")].map((element) => {
    const label = element.firstElementChild?.querySelector("[data-of]");
    const parts = partsOf(element);
    const last = parts.at(-1);
    // only the number that comes out stands for nothing but itself
    const isValue = last?.querySelector("[data-of]") === null && last.querySelector("mn") !== null;
    return {
      element,
      of: label?.getAttribute("data-of") ?? undefined,
      hasValue: isValue,
      answers: isValue ? parts.slice(Math.min(1, parts.length - 1)) : [],
    };
  });
}

/** Formula, numbers, value: as many as there are. */
function partsOf(element: HTMLElement): HTMLElement[] {
  const parts = element.querySelectorAll<HTMLElement>(element.matches("tr") ? "td" : ".parts > *");
  return [...parts].filter((part) => part.childElementCount > 0);
}
