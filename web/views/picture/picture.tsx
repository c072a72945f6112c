import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { wayFrom } from "../../app/places.ts";
import { frameSoFar } from "../../app/so-far.ts";
import type { Studio } from "../../app/studio.ts";
import type { Frame, Layout, LayoutNeuron } from "../../engine/protocol.ts";
import { NumberEditor } from "../number-editor.tsx";
import { bandBetween } from "./geometry.ts";
import { WeightLabel } from "./given-number.tsx";
import { move } from "./keys.ts";
import { Line } from "./line.tsx";
import { Neuron } from "./neuron.tsx";

interface Props {
  readonly studio: Studio;
}

/** The network with its numbers; whatever is on it can be pointed at, and asked about. */
export function Picture({ studio }: Props): JSX.Element | null {
  const layout = studio.layout.value;
  const frame = studio.frame.value;
  if (!layout || frame?.neurons.length !== layout.neurons.length) return null;
  const known = studio.known.value;
  const shown = known ? frameSoFar(frame, layout, known) : frame;
  return <Drawing studio={studio} layout={layout} frame={shown} />;
}

function Drawing({ studio, layout, frame }: Props & { layout: Layout; frame: Frame }): JSX.Element {
  const words = studio.words.value.picture;
  const root = useRef<HTMLDivElement>(null);
  const selected = studio.selected.value;
  const way = wayFrom(selected, layout);
  const lit = new Set([...studio.lit.value, ...studio.marked.value]);
  const byId = new Map(layout.neurons.map((neuron, i) => [neuron.id, { neuron, i }]));
  const scale = scaleOf(frame.weights);
  const at = (id: string) => byId.get(id)?.neuron as LayoutNeuron;
  const point = (place?: string) => {
    studio.lit.value = place === undefined ? [] : [place];
  };
  const common = { studio, layout, frame, lit, selected, point };

  return (
    <div class="picture" ref={root} onKeyDown={(event) => move(event, root.current)}>
      <div class="scaled" style={{ "--width": `${layout.width}px` }}>
        <svg viewBox={`0 0 ${layout.width} ${layout.height}`} role="group" aria-label={words.label}>
          {layout.columns.map(({ x, isLayer }, i) => (
            <text key={i} class="heading" x={x} y={16}>
              {isLayer ? layerName(i, layout, studio) : i === layout.columns.length - 1 ? words.loss : ""}
            </text>
          ))}
          <g class="way" aria-hidden="true">
            {[...way].map((i) => {
              const { from, to } = layout.edges[i];
              return (
                <path
                  key={i}
                  d={bandBetween(at(from), at(to), layout.radius, layout.edges.length > 40 ? 7 : 14)}
                />
              );
            })}
          </g>
          <g>
            {layout.edges.map((edge, i) => (
              <Line
                key={`${edge.from} ${edge.to} ${edge.weight ?? ""}`}
                {...common}
                edge={edge}
                ends={[at(edge.from), at(edge.to)]}
                value={frame.weights[i]}
                scale={scale}
              />
            ))}
          </g>
          <g>
            {layout.neurons.map((neuron, i) => (
              <Neuron key={neuron.id} {...common} neuron={neuron} i={i} />
            ))}
          </g>
          <g>
            {layout.edges.map((edge, i) =>
              edge.weight !== undefined && (edge.label || edge.weight === selected) ? (
                <WeightLabel key={`${edge.weight} ${edge.to}`} {...common} edge={edge} i={i} at={at} />
              ) : null,
            )}
          </g>
        </svg>
        <NumberEditor studio={studio} layout={layout} frame={frame} />
      </div>
    </div>
  );
}

function layerName(column: number, { columns }: Layout, studio: Studio): string {
  const words = studio.words.value.picture;
  const layers = columns.filter(({ isLayer }) => isLayer).length;
  const { count } = columns[column];
  const name =
    column === 0 ? words.inputs : column === layers - 1 ? words.outputs : words.hidden(column, layers - 2);
  return columns[column].isWide ? `${name} · ${count}` : name;
}

/** The largest weight, in steps, so that lines do not tremble while it grows. */
function scaleOf(weights: Float64Array): number {
  let most = 0;
  for (const weight of weights) if (Math.abs(weight) > most) most = Math.abs(weight);
  return most === 0 ? 1 : 2 ** Math.ceil(Math.log2(most));
}
