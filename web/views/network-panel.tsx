import type { JSX } from "preact";
import type { Studio } from "../app/studio.ts";
import { readNumber } from "../document/number.ts";
import type { LayerSettings, Settings } from "../engine/protocol.ts";
import { activations, losses, optimizers } from "./choices.ts";
import { Menu } from "./menu.tsx";

interface Props {
  readonly studio: Studio;
}

/** The architecture, and how it is trained. */
export function NetworkPanel({ studio }: Props): JSX.Element {
  const settings = studio.scene.value?.settings;
  const words = studio.words.value.network;
  if (!settings) return <p>{words.onlyFile}</p>;
  return (
    <div class="network-panel">
      <p class="hint">{words.hint}</p>
      <Training studio={studio} settings={settings} />
      <ol class="layers">
        {settings.layers.map((layer, i) => (
          <li key={i}>
            <Layer studio={studio} layer={layer} i={i} count={settings.layers.length} />
          </li>
        ))}
      </ol>
      <button
        type="button"
        onClick={() => studio.change({ kind: "add-layer", before: settings.layers.length - 1 })}
      >
        {words.addLayer}
      </button>
    </div>
  );
}

function Training({ studio, settings }: Props & { readonly settings: Settings }): JSX.Element {
  const words = studio.words.value.network;
  const set = (path: readonly string[]) => (value: number | string) =>
    studio.change({ kind: "setting", path, value });
  const { optimizer, learningRate, loss, batchSize, epochs, seed } = settings;
  return (
    <div class="fields">
      <Menu
        shown
        label={words.optimizer}
        value={optimizer}
        options={optimizers}
        choose={(name) => studio.change({ kind: "optimizer", name })}
      />
      <NumberField label={words.learningRate} value={learningRate} set={set(["optimizer", "learningRate"])} />
      <Menu shown label={words.loss} value={loss} options={losses} choose={set(["loss"])} />
      <NumberField label={words.batchSize} value={batchSize} set={set(["training", "batchSize"])} />
      <NumberField label={words.epochs} value={epochs} set={set(["training", "epochs"])} />
      <NumberField label={words.seed} value={seed} set={set(["training", "seed"])} />
    </div>
  );
}

interface LayerProps extends Props {
  readonly layer: LayerSettings;
  readonly i: number;
  readonly count: number;
}

function Layer({ studio, layer, i, count }: LayerProps): JSX.Element {
  const words = studio.words.value.network;
  const { kind, neurons, activation } = layer;
  const isLast = i === count - 1;
  return (
    <fieldset>
      <legend>
        {words.layer(i + 1)} · {kind}
      </legend>
      {neurons !== undefined && activation !== undefined ? (
        <div class="fields">
          <NumberField
            label={words.neurons}
            value={neurons}
            disabled={isLast}
            set={(value) => studio.change({ kind: "neurons", layer: i, count: value })}
          />
          <Menu
            shown
            label={words.activation}
            value={activation}
            options={activations}
            choose={(value) =>
              studio.change({ kind: "setting", path: ["network", "layers", String(i), "activation"], value })
            }
          />
          {isLast ? null : (
            <button type="button" onClick={() => studio.change({ kind: "remove-layer", layer: i })}>
              {words.removeLayer}
            </button>
          )}
        </div>
      ) : null}
    </fieldset>
  );
}

interface NumberProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly disabled?: boolean;
  set(value: number): unknown;
}

/** What is typed counts once it is left, or confirmed. */
function NumberField({ label, value, disabled = false, set }: NumberProps): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="text"
        inputMode="decimal"
        autocomplete="off"
        key={value}
        disabled={disabled}
        defaultValue={value === undefined ? "" : String(value)}
        onChange={({ currentTarget }) => {
          const typed = readNumber(currentTarget.value);
          if (typed === undefined) currentTarget.value = value === undefined ? "" : String(value);
          else if (typed !== value) set(typed);
        }}
      />
    </label>
  );
}
