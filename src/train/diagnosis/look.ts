import type { Node } from "../../graph/node.ts";
import type { Samples } from "../../nn/samples.ts";
import { sizeOf } from "../../tensor/shape.ts";
import type { Values } from "../../tensor/tensor.ts";
import { takeRows } from "../rows.ts";
import type { Session } from "../session.ts";
import type { TrainingStep } from "../step.ts";
import { type LayerNodes, layersOf } from "./layers.ts";

/** So many samples are looked at, so that a look costs about as much as a few steps. */
const SAMPLES = 64;
/** Before something is said of all samples, more are asked. */
const SAMPLES_ASKED = 2048;

/** A step that was executed, not taken, on samples from all over the data. */
export interface Look {
  /** Steps that were taken before. */
  readonly step: number;
  /** In the order of calculation. */
  readonly layers: readonly LayerNodes[];
  readonly training: TrainingStep;
  /** Samples that were looked at; the numbers of their rows. */
  readonly rows: readonly number[];
  /** Of them, one with an input as large as there is, and which: derivations of others are full of zeros. */
  readonly telling: { readonly row: number; readonly input: number };
  read(node: Node): Values;
  /** What the layers put out for many more samples, a chunk at a time, as long as `goOn` says so. */
  askMore(goOn: (chunk: { layers: readonly LayerNodes[]; read(node: Node): Values }) => boolean): void;
}

/** Executes a step on samples that are spread evenly over the data. */
export function lookAt(session: Session, samples: Samples): Look {
  const [count] = samples.inputs.shape;
  const size = Math.min(SAMPLES, count);
  const rows = spread(count, size);
  const observed = session.observe(takeRows(samples, rows), outputsOf);
  const layers = layersOf(observed.step);
  const known = new Map<Node, Values>();
  return {
    step: session.stepsTaken,
    layers,
    training: observed.step,
    rows,
    telling: largestInput(samples, rows),
    read(node) {
      const values = known.get(node) ?? observed.read(node);
      known.set(node, values);
      return values;
    },
    askMore(goOn) {
      const asked = spread(count, Math.min(SAMPLES_ASKED, count - (count % size)));
      for (let from = 0; from + size <= asked.length; from += size) {
        const chunk = session.observe(takeRows(samples, asked.slice(from, from + size)), outputsOf);
        if (!goOn({ layers: layersOf(chunk.step), read: chunk.read })) return;
      }
    },
  };
}

function outputsOf(step: TrainingStep): Node[] {
  return [
    step.prediction,
    ...step.parameters,
    ...step.parameters.flatMap(({ id }) => step.backward.adjoint.get(id) ?? []),
    ...step.updates.map(({ next }) => next),
    ...layersOf(step).flatMap(({ out, gradient }) => [
      ...(out ? [out] : []),
      ...(gradient ? [gradient] : []),
    ]),
  ];
}

function largestInput({ inputs }: Samples, rows: readonly number[]): Look["telling"] {
  const width = sizeOf(inputs.shape.slice(1));
  let telling = { row: rows[0], input: 0 };
  let largest = 0;
  for (const row of rows) {
    for (let input = 0; input < width; input++) {
      const size = Math.abs(inputs.values[row * width + input]);
      if (size <= largest) continue;
      largest = size;
      telling = { row, input };
    }
  }
  return telling;
}

function spread(count: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => Math.floor((i * count) / size));
}
