import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Studio } from "../app/studio.ts";
import { show } from "./fragment.ts";
import { useLinks } from "./links.ts";

/** How a number is worked out; its parts and those of the picture light up each other. */
export function DerivationPanel({ studio }: { readonly studio: Studio }): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const derived = studio.derived.value;
  const words = studio.words.value.derivation;
  useEffect(() => {
    if (root.current && derived) show(root.current, derived.html, words.forward);
  }, [derived, words]);
  const links = useLinks(studio, root, [derived]);
  return <div class="explanation derivation-panel" ref={root} {...links} />;
}
