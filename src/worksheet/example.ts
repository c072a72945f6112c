/** An example file as plain data, as far as an exercise is made of it. */
export type ExerciseExample = NetworkExample | ExpressionsExample;

/** What stands in a file as text, a number, a list: nothing that could be executed. */
type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [key: string]: Plain | undefined };

type Rows = readonly (readonly number[])[];

export interface NetworkExample {
  readonly title?: Plain;
  readonly network: { readonly inputs: number; readonly layers: readonly LayerExample[] };
  readonly loss: string;
  readonly reduction?: string;
  readonly optimizer: Plain;
  readonly data: { readonly inputs: Rows; readonly targets: Rows };
}

export interface LayerExample {
  readonly dense: number;
  readonly activation?: string;
  /** One row per neuron. */
  readonly weights?: Rows;
  readonly bias?: BiasExample;
  readonly trainable?: boolean;
}

export type BiasExample =
  | false
  | number
  | readonly number[]
  | { readonly shared: number; readonly trainable?: boolean }
  | { readonly values?: number | readonly number[]; readonly trainable?: boolean };

export interface ExpressionsExample {
  readonly title?: Plain;
  /** By name, as they are written in the file. */
  readonly expressions: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number>>;
  readonly optimizer?: Plain;
}

/** The same example on its first sample alone: what is calculated by hand is one. */
export function oneSample(example: ExerciseExample): ExerciseExample {
  if (!("network" in example)) return example;
  const { inputs, targets } = example.data;
  return { ...example, data: { inputs: inputs.slice(0, 1), targets: targets.slice(0, 1) } };
}

/** The example as the text of a file in YAML, a line for each key. */
export function exampleToYaml(example: ExerciseExample): string {
  const { title, ...rest } = example;
  const keys = Object.entries({ backstep: 1, ...(title !== undefined && { title }), ...rest });
  return keys
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${inOneLine(value)}\n`)
    .join("");
}

/** JSON is YAML; what ends a line, or is none of YAML's characters, is escaped. */
function inOneLine(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007F-\u009F\u2028\u2029\uD800-\uDFFF\uFEFF\uFFFE\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
