import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { placesOf } from "../app/places.ts";
import type { Studio } from "../app/studio.ts";

interface Handlers {
  onPointerOver(event: Event): void;
  onPointerLeave(): void;
  onClick(event: Event): void;
}

/**
 * Links the symbols and numbers of a fragment with the places of the picture that they are about: pointed at, they
 * light up each other; a click selects the place.
 * @param changes whatever changes what the fragment shows
 */
export function useLinks(
  studio: Studio,
  root: RefObject<HTMLElement | null>,
  changes: readonly unknown[],
): Handlers {
  const lit = studio.lit.value;
  const layout = studio.layout.value;
  const result = layout?.result ?? "";
  useEffect(() => {
    for (const element of root.current?.querySelectorAll("[data-of]") ?? []) {
      const places = placesAt(element, result);
      element.classList.toggle(
        "lit",
        places.some((place) => lit.includes(place)),
      );
    }
  }, [lit, result, ...changes]);

  const point = (target: EventTarget | null) => {
    const next = placesAt(target, result);
    if (next.join() !== studio.lit.peek().join()) studio.lit.value = next;
  };
  return {
    onPointerOver: ({ target }) => point(target),
    onPointerLeave: () => point(null),
    onClick({ target }) {
      const [place] = placesAt(target, result);
      if (place !== undefined) studio.select(place);
    },
  };
}

function placesAt(target: EventTarget | null, result: string): readonly string[] {
  const element = target instanceof Element ? target.closest("[data-of]") : null;
  const quantity = element?.getAttribute("data-of");
  return quantity ? placesOf(quantity, result) : [];
}
