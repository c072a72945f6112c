import type { Encoding } from "../data/encoding.ts";
import type { Title } from "../formats/schema/heading.ts";
import { everyKind } from "../nn/every-kind.ts";
import type { LayerSpec } from "../nn/layers/index.ts";
import { type NumbersFor, type Parameter, parametersOf } from "../nn/parameters.ts";
import type { ModelSpec, NetworkSpec } from "../nn/spec.ts";
import { InputError } from "../tensor/error.ts";
import { type DType, type Tensor, tensor, type Values } from "../tensor/tensor.ts";

/** A network with its numbers, and how rows become its inputs: all that predicting takes. */
export interface TrainedModel {
  readonly title?: Title;
  /** Without the numbers that the layers began with. */
  readonly model: Pick<ModelSpec, "network" | "loss">;
  readonly dtype: DType;
  /** In the order of the layers; `initial` holds what was learnt. */
  readonly parameters: readonly Parameter[];
  /** Undefined where inputs are numbers, and are given as the network takes them. */
  readonly encoding?: Encoding;
}

/** What has been trained: a session. */
export interface Trained {
  readonly options: { readonly model: ModelSpec; readonly dtype: DType };
  readonly parameters: readonly Parameter[];
  read(parameter: Parameter): Values;
}

/**
 * What a session has learnt, as it stands.
 * @throws InputError where a layer is of a kind of the user's own, which no file can hold
 */
export function trainedModel(
  session: Trained,
  { title, encoding }: Pick<TrainedModel, "title" | "encoding"> = {},
): TrainedModel {
  const { model, dtype } = session.options;
  return {
    ...(title !== undefined && { title }),
    model: { network: withoutNumbers(model.network), loss: model.loss },
    dtype,
    parameters: session.parameters.map((parameter) => ({
      ...parameter,
      initial: { shape: parameter.initial.shape, values: session.read(parameter) },
    })),
    ...(encoding && { encoding }),
  };
}

/** A network whose layers say everything of themselves but the numbers they begin with. */
export function withoutNumbers({ inputs, layers }: NetworkSpec): NetworkSpec {
  return { inputs, layers: layers.map(layerWithoutNumbers) };
}

function layerWithoutNumbers(spec: LayerSpec, layer: number): LayerSpec {
  if ("custom" in spec) {
    throw new InputError(
      `layer ${layer + 1} (${spec.custom.name}): expected a kind of layer that a file can name`,
    );
  }
  const { weights: _, ...rest } = spec as LayerSpec & Readonly<Record<string, unknown>>;
  const kept = Object.entries(rest).flatMap(([key, value]): [string, unknown][] => {
    if (key === "bias") return biasWithoutNumbers(value);
    if (key === "scale" || key === "shift") return value === false ? [[key, value]] : [];
    return [[key, value]];
  });
  return Object.fromEntries(kept) as unknown as LayerSpec;
}

/** Whether there is one, whether the layer shares it, and whether it is trained. */
function biasWithoutNumbers(bias: unknown): [string, unknown][] {
  if (typeof bias === "boolean") return [["bias", bias]];
  if (typeof bias !== "object" || bias === null || Array.isArray(bias)) return [];
  const frozen = "trainable" in bias ? { trainable: bias.trainable } : {};
  if ("shared" in bias) return [["bias", { shared: 0, ...frozen }]];
  return Object.keys(frozen).length > 0 ? [["bias", frozen]] : [];
}

/** More numbers than this are not drawn for a file that does not hold them. */
const MOST_DRAWN = 4_000_000;

/**
 * The parameters of a network with numbers of one's own. What a layer keeps beside them, and what follows from the
 * network alone, is drawn.
 * @param numbersFor by the path; undefined where there are none
 * @throws InputError where numbers are missing
 */
export function parametersWith(network: NetworkSpec, numbersFor: NumbersFor): Parameter[] {
  return parametersOf(network, 0, everyKind, (path, parameter) => {
    const found = numbersFor(path, parameter);
    if (found) return found;
    const { kind, name, shape } = parameter;
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (kind !== "statistic" || isKept(name)) throw new InputError(`${path}: expected numbers, found none`);
    if (size > MOST_DRAWN)
      throw new InputError(`${path}: expected at most ${MOST_DRAWN} numbers, found ${size}`);
    return undefined;
  });
}

/** Statistics that training leaves behind and predicting needs; the others are drawn, or follow from the network. */
function isKept(name: string): boolean {
  return name === "runningMean" || name === "runningVariance";
}

/** The parameters that a file must hold. */
export function learntOf(parameters: readonly Parameter[]): Parameter[] {
  return parameters.filter(({ kind, path }) => kind !== "statistic" || isKept(path.split(".")[2]));
}

/** Numbers in the width of a model. */
export function inWidth(dtype: DType, { shape, values }: Tensor): Tensor {
  return dtype === "f64" ? tensor(shape, values) : { shape, values: Float32Array.from(values) };
}
