import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { placesOf } from "../app/places.ts";
import type { Studio } from "../app/studio.ts";
import { show } from "./fragment.ts";

/** How a number is worked out; its parts and those of the picture light up each other. */
export function DerivationPanel({ studio }: { readonly studio: Studio }): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const derived = studio.derived.value;
  const words = studio.words.value.derivation;
  const result = studio.layout.value?.result ?? "";

  useEffect(() => {
    if (root.current && derived) show(root.current, derived.html, words.forward);
  }, [derived, words]);

  const lit = studio.lit.value;
  useEffect(() => {
    for (const element of root.current?.querySelectorAll("[data-of]") ?? []) {
      const places = placesOf(element.getAttribute("data-of") ?? "", result);
      element.classList.toggle(
        "lit",
        places.some((place) => lit.includes(place)),
      );
    }
  }, [lit, derived, result]);

  const point = (target: EventTarget | null) => {
    const element = target instanceof Element ? target.closest("[data-of]") : null;
    const next = element ? placesOf(element.getAttribute("data-of") ?? "", result) : [];
    if (next.join() !== studio.lit.peek().join()) studio.lit.value = next;
  };
  return (
    <div
      class="derivation-panel"
      ref={root}
      onPointerOver={({ target }) => point(target)}
      onPointerLeave={() => point(null)}
      onFocusIn={({ target }) => point(target)}
      onFocusOut={() => point(null)}
    />
  );
}
