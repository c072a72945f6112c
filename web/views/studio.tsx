import type { JSX } from "preact";
import { builtIns } from "../app/examples.ts";
import type { Studio as Model } from "../app/studio.ts";
import { Controls } from "./controls.tsx";
import { DerivationPanel } from "./derivation.tsx";
import { Picture } from "./picture/picture.tsx";

interface Props {
  readonly studio: Model;
}

export function Studio({ studio }: Props): JSX.Element {
  const words = studio.words.value;
  return (
    <>
      <Header studio={studio} />
      <main>
        <section class="stage" aria-label={words.picture.label}>
          <Picture studio={studio} />
          <Legend studio={studio} />
          <Controls studio={studio} />
        </section>
        <section class="side" aria-label={words.derivation.title}>
          <Problem studio={studio} />
          <DerivationPanel studio={studio} />
        </section>
      </main>
    </>
  );
}

function Header({ studio }: Props): JSX.Element {
  const words = studio.words.value;
  const { past, future, now } = studio.history.value;
  return (
    <header>
      <h1>Backstep</h1>
      <label>
        <span class="unseen">{words.file.examples}</span>
        <select
          value={now.file}
          onChange={({ currentTarget }) => {
            const found = builtIns.find(({ file }) => file === currentTarget.value);
            if (found) void studio.openBuiltIn(found);
          }}
        >
          {builtIns.map(({ file }) => (
            <option key={file} value={file}>
              {file}
            </option>
          ))}
        </select>
      </label>
      <div class="buttons">
        <button type="button" disabled={past.length === 0} onClick={() => studio.undo()}>
          {words.undo}
        </button>
        <button type="button" disabled={future.length === 0} onClick={() => studio.redo()}>
          {words.redo}
        </button>
      </div>
    </header>
  );
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
