import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Studio } from "../../app/studio.ts";
import { useLinks } from "../links.ts";
import { Prediction } from "./prediction.tsx";
import { rowsIn, type ShownRow } from "./rows.ts";

/** The calculation row by row: forward, the loss, backward, the update. */
export function StepsPanel({ studio }: { readonly studio: Studio }): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const rows = useRef<readonly ShownRow[]>([]);
  const { steps } = studio;
  const lesson = steps.lesson.value;
  const shown = steps.shown.value;
  const asked = steps.asked.value;
  const count = steps.rows.value.length;
  const words = studio.words.value.steps;

  useEffect(() => {
    if (!root.current || !lesson) return;
    // the library's renderer escapes whatever comes from a document
    root.current.innerHTML = lesson.html;
    rows.current = rowsIn(root.current);
    steps.rows.value = rows.current.map(({ of, hasValue }) => ({ of, hasValue }));
  }, [lesson, steps]);

  useEffect(() => {
    const isAsked = asked !== undefined;
    for (const [i, { element, answers }] of rows.current.entries()) {
      element.hidden = i > shown || (i === shown && !isAsked);
      element.classList.toggle("now", i === shown - 1);
      element.classList.toggle("asked", isAsked && i === shown);
      for (const answer of answers) answer.classList.toggle("withheld", isAsked && i === shown);
    }
    hideEmpty(root.current);
    const current = rows.current[isAsked ? shown : shown - 1]?.element;
    if (shown > 0) current?.scrollIntoView({ block: "nearest" });
  }, [shown, asked, count]);

  const links = useLinks(studio, root, [lesson, shown]);
  return (
    <div class="steps-panel">
      <div class="buttons" role="group" aria-label={words.title}>
        <button type="button" disabled={shown === 0} onClick={() => steps.toStart()} aria-label={words.first}>
          |←
        </button>
        <button
          type="button"
          disabled={shown === 0}
          onClick={() => steps.back()}
          aria-keyshortcuts="ArrowLeft"
        >
          ← {words.back}
        </button>
        <button
          type="button"
          class="primary"
          disabled={shown === count || asked !== undefined}
          onClick={() => steps.next()}
          aria-keyshortcuts="ArrowRight"
        >
          {words.next} →
        </button>
        <button
          type="button"
          disabled={shown === count}
          onClick={() => steps.toEnd()}
          aria-label={words.last}
        >
          →|
        </button>
        <output class="standing">{words.standing(shown, count)}</output>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={steps.predicting.value}
          onChange={({ currentTarget }) => {
            steps.predicting.value = currentTarget.checked;
          }}
        />{" "}
        {words.predict}
      </label>
      <Prediction studio={studio} />
      {shown === 0 && !asked ? <p class="hint">{words.hint}</p> : null}
      <div class="explanation lesson" ref={root} {...links} />
      {shown === count && count > 0 && (studio.scene.value?.batches ?? 0) > 0 ? (
        <p>
          <button type="button" class="primary" onClick={() => studio.step()}>
            {words.takeUpdate}
          </button>
        </p>
      ) : null}
    </div>
  );
}

/** Headings stand only where something stands under them. */
function hideEmpty(root: HTMLElement | null): void {
  if (!root) return;
  const isShown = (element: Element) => !element.closest("[hidden]");
  for (const table of root.querySelectorAll<HTMLElement>(".table")) {
    table.hidden = false;
    table.hidden = ![...table.querySelectorAll("tbody tr")].some(isShown);
  }
  for (const section of root.querySelectorAll<HTMLElement>("section")) {
    section.hidden = false;
    section.hidden = ![...section.querySelectorAll(".row, tbody tr")].some(isShown);
  }
  for (const heading of root.querySelectorAll<HTMLElement>("h3")) {
    let next = heading.nextElementSibling as HTMLElement | null;
    let isEmpty = true;
    for (; next && next.tagName !== "H3"; next = next.nextElementSibling as HTMLElement | null) {
      if (!next.hidden) isEmpty = false;
    }
    heading.hidden = isEmpty;
  }
}
