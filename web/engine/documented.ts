import type { Example, Parameter, Values } from "../../src/index.ts";
import type { Learned, Written } from "./subject.ts";

/** Beyond so many numbers a document that says them all would not be read any more. */
const MOST_NUMBERS = 2000;

/** Where an example file says the parameters of its network. */
export class DocumentedParameters {
  readonly #example: Example;
  readonly #parameters: readonly Parameter[];
  /** One row per input, where the author has it so. */
  readonly #isTransposed: boolean;

  constructor(example: Example, parameters: readonly Parameter[], isTransposed: boolean) {
    this.#example = example;
    this.#parameters = parameters;
    this.#isTransposed = isTransposed;
  }

  /** Where the document says the number of this name. */
  written(name: string): Written | undefined {
    for (const parameter of this.#parameters) {
      const offset = offsetOf(parameter, name);
      if (offset === undefined) continue;
      const { path, rows } = this.#placeOf(parameter) ?? {};
      if (!path || !rows) return undefined;
      const { values, shape } = parameter.initial;
      if (shape.length === 0) return { path };
      // to write one of them all of them would have to be written
      if (values.length > MOST_NUMBERS) return undefined;
      const at = shape.length === 1 ? [offset] : this.#rowAndColumn(offset, shape[1]);
      return { path: [...path, ...at], missing: { path, value: () => rows(values) } };
    }
    return undefined;
  }

  /** All parameters as the document says them; undefined where it says only some, or would be too long. */
  learned(read: (parameter: Parameter) => Values): Learned | undefined {
    const numbers = this.#parameters.reduce((sum, { initial }) => sum + initial.values.length, 0);
    if (numbers > MOST_NUMBERS) return undefined;
    const edits = this.#parameters.map((parameter) => {
      const place = this.#placeOf(parameter);
      return place && { path: place.path, value: place.rows(read(parameter)) };
    });
    return edits.every((edit) => edit !== undefined) ? edits : undefined;
  }

  #placeOf({ kind, layer, initial }: Parameter) {
    const spec = this.#example.model.network.layers[layer];
    if (!("dense" in spec)) return undefined;
    const base = ["network", "layers", layer];
    if (kind === "weight") {
      const rows = (values: Values) => this.#rowsOf(values, initial.shape[1]);
      return { path: [...base, "weights"], rows };
    }
    const { bias } = spec;
    if (initial.shape.length === 0) {
      return { path: [...base, "bias", "shared"], rows: (values: Values): unknown => values[0] };
    }
    const isNested = typeof bias === "object" && !Array.isArray(bias);
    const path = [...base, "bias", ...(isNested ? ["values"] : [])];
    return { path, rows: (values: Values): unknown => [...values] };
  }

  #rowsOf(values: Values, inputs: number): unknown {
    const neurons = values.length / inputs;
    const [rows, columns] = this.#isTransposed ? [inputs, neurons] : [neurons, inputs];
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) =>
        this.#isTransposed ? values[column * inputs + row] : values[row * inputs + column],
      ),
    );
  }

  #rowAndColumn(offset: number, inputs: number): [number, number] {
    const [neuron, input] = [Math.floor(offset / inputs), offset % inputs];
    return this.#isTransposed ? [input, neuron] : [neuron, input];
  }
}

/** Which number of a parameter has this name. */
function offsetOf({ naming, initial }: Parameter, name: string): number | undefined {
  if (!name.startsWith(naming.text)) return undefined;
  const number = name.slice(naming.text.length);
  if (naming.first === undefined) return number === "" ? 0 : undefined;
  if (!/^\d+$/.test(number)) return undefined;
  const offset = Number(number) - naming.first;
  return offset >= 0 && offset < initial.values.length ? offset : undefined;
}
