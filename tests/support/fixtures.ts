import { readFileSync } from "node:fs";
import type { ActivationName } from "../../src/nn/activations.ts";
import type { LossName, LossSettings } from "../../src/nn/losses.ts";
import type { OptimizerSpec } from "../../src/nn/optimizers.ts";
import type { ScheduleSpec } from "../../src/nn/schedules.ts";
import type { DenseSpec } from "../../src/nn/spec.ts";

type Row = readonly number[];
export type Matrix = readonly Row[];

/** Weights and bias of a layer, or their gradients. */
export interface LayerNumbers {
  readonly weights: Matrix;
  readonly bias: Row | number | null;
}

/** The article's network with one kind of bias. */
interface Variant {
  readonly gradients: readonly LayerNumbers[];
  readonly after1: readonly LayerNumbers[];
  readonly loss: Readonly<Record<"0" | "1" | "10000", number>>;
  readonly outputs10000: Matrix;
}

/** What tests/fixtures/pytorch.py writes. */
export interface PyTorch {
  readonly activations: {
    readonly softmax: { readonly x: Matrix; readonly y: Matrix; readonly jacobian: readonly Matrix[] };
  } & {
    readonly [N in Exclude<ActivationName, "softmax">]: {
      readonly x: Row;
      readonly y: Row;
      readonly dy: Row;
      readonly d2y: Row;
    };
  };
  readonly losses: {
    readonly [N in LossName]: {
      readonly inputs: Matrix;
      readonly targets: Matrix;
      readonly loss: number;
      readonly gradient: Matrix;
    };
  };
  readonly optimizers: {
    readonly center: Row;
    readonly scale: Row;
    readonly x0: Row;
    readonly f0: number;
    readonly gradient0: Row;
    readonly runs: readonly { readonly spec: OptimizerSpec; readonly parameters: Matrix }[];
  };
  readonly schedules: readonly {
    readonly spec: ScheduleSpec;
    readonly learningRate: number;
    readonly rates: Row;
  }[];
  readonly classes: {
    readonly inputs: Matrix;
    readonly targets: Matrix;
    readonly cases: readonly {
      readonly settings: Pick<LossSettings, "labelSmoothing" | "classWeights">;
      readonly loss: number;
      readonly gradient: Matrix;
    }[];
  };
  readonly article: {
    readonly inputs: Matrix;
    readonly targets: Matrix;
    readonly learningRate: number;
    readonly activation: ActivationName;
    readonly loss: LossName;
    readonly layers: readonly { readonly weights: Matrix; readonly bias: number }[];
    readonly variants: Readonly<Record<"frozen" | "shared" | "perNeuron", Variant>>;
  };
  readonly networks: readonly {
    readonly inputs: number;
    readonly layers: readonly (DenseSpec & { readonly bias: Row })[];
    readonly loss: LossName;
    readonly data: { readonly inputs: Matrix; readonly targets: Matrix };
    readonly expected: {
      readonly loss: number;
      readonly outputs: Matrix;
      readonly layers: readonly LayerNumbers[];
    };
  }[];
}

export function readPyTorch(): PyTorch {
  return JSON.parse(readFileSync(new URL("../fixtures/pytorch.json", import.meta.url), "utf8"));
}
