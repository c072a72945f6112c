import type { JSX } from "preact";
import type { Studio } from "../app/studio.ts";
import { DerivationPanel } from "../views/derivation.tsx";
import { Picture } from "../views/picture/picture.tsx";
import { StepsPanel } from "../views/steps/steps-panel.tsx";

export const partNames = ["picture", "derivation", "steps", "exercise"] as const;
export type Part = (typeof partNames)[number];

interface Props {
  readonly studio: Studio;
  readonly parts: readonly Part[];
}

/** The chosen parts of an example, one below the other. */
export function Parts({ studio, parts }: Props): JSX.Element {
  const words = studio.words.value.tabs;
  const hasSteps = parts.includes("steps") || parts.includes("exercise");
  const hasBoth = hasSteps && parts.includes("derivation");
  const tab = studio.tab.value;
  return (
    <div class="parts" lang={studio.preferences.language.value}>
      {studio.problem.value ? <p class="problem">{studio.problem.value.message}</p> : null}
      {parts.includes("picture") ? <Picture studio={studio} /> : null}
      {hasBoth ? (
        <div class="buttons">
          {(["derivation", "steps"] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === tab}
              onClick={() => {
                studio.tab.value = one;
              }}
            >
              {words[one]}
            </button>
          ))}
        </div>
      ) : null}
      {parts.includes("derivation") && tab === "derivation" ? <DerivationPanel studio={studio} /> : null}
      {hasSteps && tab === "steps" ? <StepsPanel studio={studio} /> : null}
    </div>
  );
}
