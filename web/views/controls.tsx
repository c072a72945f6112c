import type { JSX } from "preact";
import { shortNumber } from "../app/number.ts";
import type { Studio } from "../app/studio.ts";

const SPEEDS = [1, 5, 25, 100, 1000] as const;

/** Training: run, pause, one step, one epoch, and how fast. */
export function Controls({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const scene = studio.scene.value;
  const frame = studio.frame.value;
  if (!scene || !frame || scene.batches === 0) return null;
  const words = studio.words.value.train;
  const isRunning = studio.running.value;
  const language = studio.preferences.language.value;
  return (
    <section class="controls" aria-label={words.title}>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => (isRunning ? studio.pause() : studio.run())}>
          {isRunning ? words.pause : words.run}
        </button>
        <button type="button" disabled={isRunning} onClick={() => studio.step()}>
          {words.step}
        </button>
        {scene.batches > 1 ? (
          <button type="button" disabled={isRunning} onClick={() => studio.epoch()}>
            {words.epoch}
          </button>
        ) : null}
        <button type="button" disabled={frame.step === 0} onClick={() => studio.restart()}>
          {words.restart}
        </button>
        <label>
          <span class="unseen">{words.speed}</span>
          <select
            value={String(studio.speed.value ?? "")}
            onChange={({ currentTarget }) => {
              studio.speed.value = currentTarget.value === "" ? undefined : Number(currentTarget.value);
              if (studio.running.value) studio.run();
            }}
          >
            <option value="">{words.fastest}</option>
            {SPEEDS.map((speed) => (
              <option key={speed} value={speed}>
                {words.perSecond(speed)}
              </option>
            ))}
          </select>
        </label>
        <output class="standing">
          <span data-testid="step">{words.updates(frame.step.toLocaleString(language))}</span>
          <span class="loss" data-testid="loss">
            <i>{studio.layout.value?.result}</i> = {shortNumber(frame.loss)}
          </span>
        </output>
      </div>
    </section>
  );
}
