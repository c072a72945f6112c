import { type Backend, type Example, everyKind, inSteps, Session } from "../../src/index.ts";
import type { DataFiles, Parts } from "./parts.ts";

/** An example made ready: its data read, divided and scaled, and its network. */
export interface Prepared {
  readonly example: Example;
  readonly data: Parts;
  readonly session: Session;
}

/** @throws InputError for anything in the example or its files that is not as it must be */
export async function prepare(example: Example, files: DataFiles, backend: Backend): Promise<Prepared> {
  const { data, training } = example;
  if ("inline" in data && !training.validation) return prepared(example, { train: data.inline }, backend);
  // what pages that work an example out by hand do without
  const { partsOf } = await import("./tables.ts");
  return prepared(example, partsOf(example, files), backend);
}

/** The same example, its network as it was at the start. */
export function afresh({ example, data, session }: Prepared): Prepared {
  return prepared(example, data, session.options.backend);
}

function prepared(example: Example, data: Parts, backend: Backend): Prepared {
  const session = new Session({
    backend,
    kinds: everyKind,
    model: example.model,
    optimizer: inSteps(example.optimizer, data.train.inputs.shape[0], example.training.batchSize),
    seed: example.training.seed,
    dtype: "inline" in example.data ? "f64" : "f32",
  });
  return { example, data, session };
}
