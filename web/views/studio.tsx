import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Studio as Model } from "../app/studio.ts";
import { Controls } from "./controls.tsx";
import { Header } from "./header.tsx";
import { LossChart } from "./loss-chart.tsx";
import { Picture } from "./picture/picture.tsx";
import { ResultsView } from "./results/results.tsx";
import { Side } from "./side.tsx";

interface Props {
  readonly studio: Model;
}

export function Studio({ studio }: Props): JSX.Element {
  const { label } = studio.words.value.picture;
  useEffect(() => {
    const press = (event: KeyboardEvent) => keyPressed(event, studio);
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [studio]);
  return (
    <>
      <Header studio={studio} />
      <main>
        <section class="stage" aria-label={label}>
          <Problem studio={studio} />
          <Title studio={studio} />
          <Controls studio={studio} />
          <Picture studio={studio} />
          <Legend studio={studio} />
          <LossChart studio={studio} />
          <ResultsView studio={studio} />
        </section>
        <Side studio={studio} />
      </main>
    </>
  );
}

/** Whatever is typed into belongs to whoever types. */
const TYPING = "input, textarea, select, [role=tablist]";

function keyPressed(event: KeyboardEvent, studio: Model): void {
  const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event;
  if (target instanceof Element && target.closest(TYPING) && !target.matches("[type=checkbox]")) return;
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "z") {
    event.preventDefault();
    void (shiftKey ? studio.redo() : studio.undo());
    return;
  }
  if (studio.tab.value !== "steps" || ctrlKey || metaKey || altKey || shiftKey) return;
  if (key === "ArrowRight") studio.steps.next();
  else if (key === "ArrowLeft") studio.steps.back();
  else return;
  event.preventDefault();
}

/** In the language of the page, or one that its readers read, else in English, else in whichever there is. */
function Title({ studio }: Props): JSX.Element | null {
  const title = studio.scene.value?.title;
  if (title === undefined) return null;
  const language = studio.preferences.language.value;
  const text =
    typeof title === "string"
      ? title
      : (title[language] ??
        (language === "zh-Hans" ? title["zh-Hant"] : undefined) ??
        title.en ??
        Object.values(title)[0]);
  return <h2 class="title">{text}</h2>;
}

function Problem({ studio }: Props): JSX.Element {
  return (
    <p class="problem" role="alert">
      {studio.problem.value?.message}
    </p>
  );
}

function Legend({ studio }: Props): JSX.Element {
  const { legend, hint } = studio.words.value.picture;
  return (
    <p class="legend">
      <span>
        <i class="key positive" /> {legend.positive}
      </span>
      <span>
        <i class="key negative" /> {legend.negative}
      </span>
      <span>
        <i class="key way" /> {legend.path}
      </span>
      <span class="hint">{hint}</span>
    </p>
  );
}
