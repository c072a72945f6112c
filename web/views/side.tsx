import type { JSX } from "preact";
import { type Studio, type Tab, tabs } from "../app/studio.ts";
import { DerivationPanel } from "./derivation.tsx";
import { FilePanel } from "./file-panel.tsx";
import { Keep } from "./keep.tsx";
import { NetworkPanel } from "./network-panel.tsx";
import { StepsPanel } from "./steps/steps-panel.tsx";

const panels: Readonly<Record<Tab, (props: { readonly studio: Studio }) => JSX.Element>> = {
  derivation: DerivationPanel,
  steps: StepsPanel,
  network: NetworkPanel,
  file: FilePanel,
};

/** What stands beside the picture, one at a time. */
export function Side({ studio }: { readonly studio: Studio }): JSX.Element {
  const words = studio.words.value.tabs;
  const tab = studio.tab.value;
  const Panel = panels[tab];
  return (
    <section class="side">
      <div class="tabs" role="tablist" aria-label={words.label} onKeyDown={(event) => turn(event, studio)}>
        {tabs.map((one) => (
          <button
            key={one}
            id={`tab-${one}`}
            type="button"
            role="tab"
            aria-selected={one === tab}
            aria-controls="panel"
            tabindex={one === tab ? 0 : -1}
            onClick={() => {
              studio.tab.value = one;
              // so that the arrow keys go through the steps, and not through the tabs
              document.querySelector<HTMLElement>("#panel")?.focus({ preventScroll: true });
            }}
          >
            {words[one]}
          </button>
        ))}
      </div>
      <div id="panel" role="tabpanel" tabindex={-1} aria-labelledby={`tab-${tab}`}>
        <Panel studio={studio} />
        {tab === "derivation" ? <Keep studio={studio} /> : null}
      </div>
    </section>
  );
}

function turn(event: KeyboardEvent, studio: Studio): void {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const next = tabs[(tabs.indexOf(studio.tab.value) + by + tabs.length) % tabs.length];
  studio.tab.value = next;
  document.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
}
