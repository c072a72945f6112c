import type {
  ActivationName,
  Language,
  LossName,
  OptimizerName,
  Place,
  Precision,
  Style,
} from "../../src/index.ts";

/** What the page asks of the engine, by name: what goes in and what comes back are plain data. */
export interface Calls {
  open(request: OpenRequest): Scene;
  /** The text of the document with one thing changed; opens nothing. */
  change(change: Change): Changed;
  /** How training stands, apart from the picture. */
  results(none: undefined): Results;
  derive(request: DeriveRequest): Derived;
  /** An explanation as a document that stands for itself. */
  write(request: DeriveRequest & { readonly format: WrittenFormat }): string;
  /** An example for a CSV file, whose last column is to be predicted. */
  exampleFor(table: Named): string;
  /** A whole calculation, to be gone through row by row. */
  lesson(request: Omit<DeriveRequest, "names"> & { readonly selected: readonly string[] }): Lesson;
  /** Judges the last of some numbers that somebody worked out, in the light of those before it. */
  judge(request: JudgeRequest): Judgement;
  /** The picture with other columns unfolded. */
  unfold(columns: readonly number[]): Drawn;
  /** Runs until the given number of updates, as fast as `speed` allows; frames come as events. */
  run(request: RunRequest): void;
  pause(none: undefined): Frame;
}

export type CallName = keyof Calls;

export interface OpenRequest {
  readonly text: string;
  /** What messages call the file. */
  readonly file: string;
  /** Train so many steps before anything is shown. */
  readonly step: number;
  /** Data files that the example may name. */
  readonly files: Readonly<Record<string, string>>;
  /** Take over what the network that is open has learnt, as far as it fits. */
  readonly carry?: boolean;
}

/** What was opened. */
export interface Scene extends Drawn {
  readonly kind: "network" | "expressions";
  readonly title: Readonly<Record<string, string>> | string | undefined;
  readonly parameters: number;
  readonly samples: number;
  /** Of the samples that the next update uses. */
  readonly batch: number;
  /** Steps in an epoch; 0 where nothing is trained. */
  readonly batches: number;
  /** Steps that the file asks for. */
  readonly steps: number;
  /** Of a network. */
  readonly settings?: Settings;
}

/** What can be changed of a network, and how it is trained. */
export interface Settings {
  readonly optimizer: OptimizerName;
  readonly learningRate?: number;
  readonly loss: LossName;
  readonly batchSize: number;
  readonly epochs: number;
  readonly seed: number;
  readonly layers: readonly LayerSettings[];
  /** How many numbers a sample has. */
  readonly inputs: number;
}

export interface LayerSettings {
  /** `dense`, `conv2d` */
  readonly kind: string;
  /** Of a dense layer. */
  readonly neurons?: number;
  readonly activation?: ActivationName;
}

/** A picture, and the numbers on it. */
export interface Drawn {
  readonly layout: Layout;
  readonly frame: Frame;
}

export interface LayoutNeuron {
  /** `h1`, `E` */
  readonly id: string;
  /** The quantity whose number stands in the neuron: `out_h1`. */
  readonly of: string;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  /** `b1` */
  readonly bias?: string;
  /** `target_o1` */
  readonly target?: string;
  /** For how many neurons this one stands. */
  readonly folded?: number;
  /** Its number is given, not calculated. */
  readonly given: boolean;
  /** The names of those of its numbers that the document says. */
  readonly editable: readonly string[];
}

export interface LayoutEdge {
  readonly from: string;
  readonly to: string;
  readonly weight?: string;
  /** The document says its number, or can. */
  readonly editable: boolean;
  /** The middle of its number. */
  readonly label?: { readonly x: number; readonly y: number };
}

/** Where everything stands; the same until the architecture changes. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** There is room for all numbers. */
  readonly isRoomy: boolean;
  readonly neurons: readonly LayoutNeuron[];
  readonly edges: readonly LayoutEdge[];
  readonly columns: readonly LayoutColumn[];
  /** `E` */
  readonly result: string;
}

interface LayoutColumn {
  readonly x: number;
  /** How many neurons there are in truth. */
  readonly count: number;
  readonly isLayer: boolean;
  readonly isOpen: boolean;
  /** Wide enough to be folded. */
  readonly isWide: boolean;
}

/** The numbers of a layout, in its order; NaN where there is none. */
export interface Frame {
  /** Updates taken. */
  readonly step: number;
  readonly loss: number;
  readonly neurons: Float64Array;
  readonly biases: Float64Array;
  readonly targets: Float64Array;
  readonly weights: Float64Array;
  /** Not with every frame: it is long, and changes little. */
  readonly curve?: Curve;
}

/** Losses over the steps; thinned where there are many. */
export interface Curve {
  readonly steps: Float64Array;
  readonly losses: Float64Array;
}

export interface DeriveRequest {
  /** `w5`, `out_h1`; of the sample of this number, counted from 1, where the name leaves it open. */
  readonly names: readonly string[];
  readonly language: Language;
  readonly precision: Precision;
  readonly style?: Style;
}

export type WrittenFormat = "markdown" | "latex" | "html" | "svg";

/** A file that was read. */
export interface Named {
  readonly file: string;
  readonly text: string;
}

export interface Derived {
  /** Made by the library's renderer, which escapes all that is not its own. */
  readonly html: string;
  readonly step: number;
}

export interface Lesson extends Derived {
  /** By id: `net_h1`, `∂E/∂w5`, `w5⁺`. */
  readonly values: Readonly<Record<string, number>>;
}

export interface JudgeRequest {
  readonly claims: readonly { readonly name: string; readonly text: string }[];
  readonly language: Language;
}

/** What there is to say about a number, part by part. */
export interface Judgement {
  readonly standing: "right" | "wrong" | "carried" | "unknown";
  readonly remark: string;
  /** The mistake that gives this number, where there is one. */
  readonly slip: readonly string[];
  /** The step in names alone. */
  readonly hint: readonly string[];
}

export interface RunRequest {
  readonly until: number;
  /** Steps a second; undefined: as fast as can be. */
  readonly speed?: number;
}

/** A change of the document. */
export type Change =
  | { readonly kind: "number"; readonly name: string; readonly value: number }
  | { readonly kind: "setting"; readonly path: readonly (string | number)[]; readonly value: number | string }
  | { readonly kind: "optimizer"; readonly name: OptimizerName }
  | { readonly kind: "neurons"; readonly layer: number; readonly count: number }
  | { readonly kind: "add-layer"; readonly before: number }
  | { readonly kind: "remove-layer"; readonly layer: number };

/** The text of a changed document. */
export interface Changed {
  readonly text: string;
  /** What has been learnt so far is not in it, for it would be too long. */
  readonly carry: boolean;
}

/** How training stands, apart from the picture. */
export interface Results {
  readonly step: number;
  /** The root mean square of the gradients of each layer's weights. */
  readonly gradients: readonly { readonly layer: number; readonly size: number }[];
  readonly classes?: Classes;
  readonly surface?: Surface;
  readonly images?: Images;
}

/** Of classes: how many of which are taken for which. */
export interface Classes {
  readonly names: readonly string[];
  /** Rows: what it is; columns: what the network says. */
  readonly confusion: readonly (readonly number[])[];
  readonly accuracy: number;
  readonly isTest: boolean;
}

/** What a network of two inputs makes of every point of a square grid, row by row from the top. */
export interface Surface {
  readonly side: number;
  /** From −1 to 1: how sure, and of which of two; or one number after the other the shares of all classes. */
  readonly values: Float32Array;
  /** Numbers for each point of the grid. */
  readonly outputs: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Training samples: x, y, class (or target), one after the other. */
  readonly points: Float32Array;
}

/** Samples that are pictures. */
export interface Images {
  readonly side: number;
  /** Brightness from 0 to 1, picture by picture. */
  readonly pixels: Float32Array;
  readonly labels: readonly { readonly is: string; readonly said: string }[];
}

/** A mistake of the user, in one line. */
export interface Problem {
  readonly message: string;
  readonly place?: Place;
}

export interface Request {
  readonly id: number;
  readonly call: CallName;
  readonly argument: unknown;
}

export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: Problem }
  | { readonly event: EngineEvent };

export type EngineEvent =
  | { readonly kind: "frame"; readonly frame: Frame }
  | { readonly kind: "stopped"; readonly frame: Frame; readonly problem?: Problem };
