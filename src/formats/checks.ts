import type { ActivationName } from "../nn/activations.ts";
import { everyKind } from "../nn/every-kind.ts";
import { weightsFault } from "../nn/layers/dense.ts";
import { kindOf, type LayerSpec, layerKinds } from "../nn/layers/index.ts";
import { type PlacedLayer, placedLayer, sourcesOf, unusedFault, unusedLayer } from "../nn/layers/placed.ts";
import { INPUT } from "../nn/layers/wiring.ts";
import { classesOfLoss } from "../nn/losses/terms.ts";
import { type Loss, type LossSpec, lossOf, lossSettings } from "../nn/losses.ts";
import { parametersOfLayer } from "../nn/parameters.ts";
import { InputError } from "../tensor/error.ts";
import { formatShape, type Shape, sizeOf } from "../tensor/shape.ts";
import { type Problem, problemAt } from "./problems.ts";
import { targetFits, targetWanted } from "./targets.ts";
import type { Path, Tree } from "./tree.ts";
import { counted, cut, quote } from "./wording.ts";

/** Weights and biases of one network. */
const MAX_PARAMETERS = 100_000_000;
/** How far from 1 the probabilities of one sample may add up. */
const SUM_TOLERANCE = 1e-6;

type Row = readonly number[];

/** What a check sees of a file. */
interface Context {
  /** The value at a path; undefined where there is none, or where the schema found something wrong before its end. */
  sound<T>(path: Path): T | undefined;
  report(path: Path, message: string): void;
}

/**
 * What numbers and lists must be to each other, which the schema cannot say: shapes, counts, ranges.
 * @param limit the offset up to which the schema found nothing wrong
 */
export function checkExample(tree: Tree, limit: number): Problem[] {
  const problems: Problem[] = [];
  const context: Context = {
    sound: <T>(path: Path) => (tree.span(path).end <= limit ? (tree.get(path) as T | undefined) : undefined),
    report: (path, message) => problems.push(problemAt(tree, path, message)),
  };
  const outputs = checkLayers(tree, context);
  checkOutputs(tree, context);
  checkLossSettings(context);
  checkInline(context, outputs);
  checkColumns(context);
  checkSpecs(tree, context);
  checkScaleLabel(context);
  checkReduction(context);
  return problems;
}

/** The shape of what the network puts out for one sample, where that can be told. */
function checkLayers(tree: Tree, context: Context): Shape | undefined {
  const layers = tree.get(["network", "layers"]);
  if (!Array.isArray(layers)) return undefined;
  const specs = layers.map((_, layer) => layerAt(context, ["network", "layers", layer]));
  const places: (Known | undefined)[] = [];
  let parameters = 0;
  const isFromTo = context.sound(["conventions", "weights"]) === "from-to";
  for (const layer of layers.keys()) {
    const path = ["network", "layers", layer];
    const dense = context.sound<number>([...path, "dense"]);
    const place = specs[layer] && placeOf(context, specs, places, layer);
    if (dense !== undefined && place?.incoming?.[0].shape.length === 1) {
      const [inputs] = place.incoming[0].shape;
      parameters += dense * (inputs + 1);
      if (isFromTo) checkTransposed(context, path, [inputs, dense], layer);
      else checkWeights(context, path, [dense, inputs], layer);
    }
    if (dense !== undefined) checkBias(context, path, dense, layer);
    checkInitializer(context, [...path, "initializer"]);
    if (dense === undefined) parameters += (place && parametersIn(context, place, layer)) ?? 0;
    places.push(place);
  }
  checkEnds(context, layers.length, places);
  if (parameters > MAX_PARAMETERS) {
    context.report(
      ["network"],
      `network: expected at most ${MAX_PARAMETERS} weights and biases, found ${parameters}`,
    );
  }
  return places.at(-1)?.shape;
}

/** A layer in its place; one of neurons, whose outputs are known, perhaps without what it takes. */
type Known = Pick<PlacedLayer, "kind" | "shape"> & Partial<PlacedLayer>;

/** Undefined where the schema found something wrong in it, or no kind of layer; neurons without their numbers. */
function layerAt({ sound }: Context, path: Path): LayerSpec | undefined {
  const dense = sound<number>([...path, "dense"]);
  if (dense !== undefined) {
    const [name, from] = [sound<string>([...path, "name"]), sound<string | number>([...path, "from"])];
    return { dense, ...(name !== undefined && { name }), ...(from !== undefined && { from }) };
  }
  const spec = sound<LayerSpec>(path);
  const isLayer =
    typeof spec === "object" && spec !== null && Object.keys(layerKinds).some((kind) => kind in spec);
  return isLayer ? spec : undefined;
}

/** Reports what does not fit; undefined where what is behind the layer cannot be told. */
function placeOf(
  context: Context,
  specs: readonly (LayerSpec | undefined)[],
  before: readonly (Known | undefined)[],
  layer: number,
): Known | undefined {
  const spec = specs[layer] as LayerSpec;
  const inputs = inputsOf(context);
  const known = "dense" in spec ? { kind: kindOf(spec), shape: [spec.dense] } : undefined;
  return reporting(context, layer, () => {
    const isKnown = sourcesOf(specs, layer, everyKind).every((source) =>
      source === INPUT ? inputs : before[source],
    );
    return isKnown ? placedLayer(inputs ?? [], specs, before, layer, everyKind) : known;
  });
}

/** How many parameters a layer has. */
function parametersIn(context: Context, place: Known, layer: number): number | undefined {
  const { kind, spec, incoming } = place;
  if (!spec || !incoming) return undefined;
  return reporting(context, layer, () =>
    parametersOfLayer({ kind, spec, incoming }, layer).reduce(
      (sum, parameter) => sum + sizeOf(parameter.shape),
      0,
    ),
  );
}

/** Whatever is wrong in a layer is reported there. */
function reporting<T>(context: Context, layer: number, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    context.report(["network", "layers", layer], cut(error.message));
    return undefined;
  }
}

/** Somebody takes what each layer puts out; what the last one does is a row. */
function checkEnds(context: Context, count: number, places: readonly (Known | undefined)[]): void {
  const shape = places.at(-1)?.shape;
  if (shape && shape.length !== 1) {
    const expected = `expected outputs in one row behind the last layer, found ${formatShape(shape)}`;
    context.report(["network", "layers", count - 1], `layer ${count}: ${expected}; put flatten behind it`);
  }
  const all = places.map((place) => place?.from);
  if (!all.every((from) => from !== undefined)) return;
  const unused = unusedLayer(all.map((from) => ({ from })));
  if (unused === undefined) return;
  const { kind } = places[unused] as Known;
  context.report(["network", "layers", unused], unusedFault(kind.name, unused));
}

function inputsOf({ sound }: Context): Shape | undefined {
  const inputs = sound<number | number[]>(["network", "inputs"]);
  return typeof inputs === "number" ? [inputs] : inputs;
}

/** Activations whose results are what a loss takes. */
const fitting: Readonly<Record<NonNullable<Loss["outputs"]>, readonly ActivationName[]>> = {
  probabilities: ["sigmoid", "softmax"],
  positive: ["softplus", "sigmoid", "softmax", "relu"],
};

/** The logarithm of what is no probability, or not positive, has no value. */
function checkOutputs(tree: Tree, context: Context): void {
  const layers = tree.get(["network", "layers"]);
  const loss = context.sound<LossSpec>(["loss"]);
  if (!Array.isArray(layers) || layers.length === 0 || loss === undefined) return;
  const { outputs } = lossOf(loss);
  if (!outputs) return;
  const { name } = lossSettings(loss);
  const activation =
    context.sound<ActivationName | undefined>(["network", "layers", layers.length - 1, "activation"]) ??
    "linear";
  if (fitting[outputs].includes(activation)) return;
  const words = fitting[outputs];
  const expected = `${words.slice(0, -1).join(", ")} or ${words[words.length - 1]}`;
  const cure =
    name === "binary-cross-entropy"
      ? " (or the loss binary-cross-entropy-with-logits, which applies sigmoid itself)"
      : "";
  const takes = outputs === "positive" ? "positive numbers" : outputs;
  context.report(
    ["loss"],
    `${name} takes ${takes}: expected ${expected} as the last activation, found ${activation}${cure}`,
  );
}

/** Settings that only some losses have. */
function checkLossSettings(context: Context): void {
  const loss = context.sound<LossSpec>(["loss"]);
  if (loss === undefined || typeof loss === "string") return;
  const outputs = context.sound<{ dense: number }[]>(["network", "layers"])?.at(-1)?.dense;
  if (loss.delta !== undefined && loss.name !== "huber") {
    context.report(["loss", "delta"], `delta: expected the loss huber, found ${loss.name}`);
  }
  const classes = outputs === undefined ? undefined : classesOfLoss(lossOf(loss), outputs);
  for (const key of ["labelSmoothing", "classWeights"] as const) {
    if (loss[key] === undefined || outputs === undefined || classes !== undefined) continue;
    const found = `${loss.name} with ${counted(outputs, "output")}`;
    context.report(["loss", key], `${key}: expected a loss whose targets are classes, found ${found}`);
  }
  const weights = loss.classWeights;
  if (weights && classes !== undefined && weights.length !== classes) {
    const expected = `expected ${counted(classes, "number")} (one per class), found ${weights.length}`;
    context.report(["loss", "classWeights"], `classWeights: ${expected}`);
  }
}

function checkWeights(context: Context, path: Path, shape: readonly [number, number], layer: number): void {
  const weights = context.sound<Row[]>([...path, "weights"]);
  const fault = weights && weightsFault(weights, shape, layer);
  if (fault) context.report([...path, "weights"], cut(fault));
}

/** Weights of which the file has one row per input. */
function checkTransposed(
  context: Context,
  path: Path,
  [inputs, neurons]: readonly [number, number],
  layer: number,
): void {
  const weights = context.sound<Row[]>([...path, "weights"]);
  if (!weights) return;
  const ragged = weights.findIndex((row) => row.length !== neurons);
  if (weights.length === inputs && ragged < 0) return;
  const expected = `expected ${counted(inputs, "row")} of ${neurons} (weights: from-to)`;
  const found =
    ragged < 0 ? counted(weights.length, "row") : `${weights[ragged].length} in row ${ragged + 1}`;
  context.report([...path, "weights"], `weights of layer ${layer + 1}: ${expected}, found ${found}`);
}

function checkBias(context: Context, path: Path, neurons: number, layer: number): void {
  for (const values of [
    [...path, "bias"],
    [...path, "bias", "values"],
  ]) {
    const given = context.sound<unknown>(values);
    if (!Array.isArray(given) || given.length === neurons) continue;
    const expected = `expected ${counted(neurons, "number")} (one per neuron), found ${given.length}`;
    context.report(values, `bias of layer ${layer + 1}: ${expected}`);
  }
}

function checkInitializer(context: Context, path: Path): void {
  const { low = -0.05, high = 0.05 } = context.sound<{ low?: number; high?: number }>(path) ?? {};
  if (low > high) context.report(path, `initializer: expected low not above high, found ${low} and ${high}`);
}

function checkInline(context: Context, outputs: Shape | undefined): void {
  const inputs = context.sound<Row[]>(["data", "inputs"]);
  const targets = context.sound<Row[]>(["data", "targets"]);
  const shape = inputsOf(context);
  checkRows(context, "inputs", inputs, shape && sizeOf(shape), "input");
  checkRows(context, "targets", targets, outputs?.length === 1 ? outputs[0] : undefined, "output");
  if (inputs && targets && inputs.length !== targets.length) {
    const expected = `expected ${counted(inputs.length, "row")} (one per sample of inputs), found ${targets.length}`;
    context.report(["data", "targets"], `targets: ${expected}`);
  }
  const loss = context.sound<LossSpec>(["loss"]);
  if (targets && loss !== undefined) checkTargets(context, targets, loss);
}

function checkRows(
  { report }: Context,
  key: string,
  rows: readonly Row[] = [],
  width: number | undefined,
  unit: string,
): void {
  const wrong = rows.findIndex((row) => row.length !== width);
  if (width === undefined || wrong === -1) return;
  const expected = `expected ${counted(width, "number")} (${counted(width, unit)}), found ${rows[wrong].length}`;
  report(["data", key, wrong], `row ${wrong + 1} of ${key}: ${expected}`);
}

function checkTargets({ report }: Context, targets: readonly Row[], loss: LossSpec): void {
  const kind = lossOf(loss).targets;
  const { name } = lossSettings(loss);
  for (const [i, row] of targets.entries()) {
    const wrong = row.findIndex((value) => !targetFits(value, kind));
    const sum = row.reduce((total, value) => total + value, 0);
    if (wrong !== -1) {
      const expected = `expected ${targetWanted(kind)} (${name}), found ${row[wrong]}`;
      report(["data", "targets", i, wrong], `targets: ${expected}`);
    } else if (kind === "distribution" && Math.abs(sum - 1) > SUM_TOLERANCE) {
      const expected = `expected numbers that add up to 1 (${name}), found the sum ${Number(sum.toPrecision(6))}`;
      report(["data", "targets", i], `row ${i + 1} of targets: ${expected}`);
    }
  }
}

function checkReduction({ sound, report }: Context): void {
  const stated = sound<string>(["reduction"]);
  const meant = sound<string>(["conventions", "reduction"]);
  if (stated === undefined || meant === undefined || stated === meant) return;
  report(["conventions", "reduction"], `reduction: expected ${stated}, as above, found ${meant}`);
}

function checkColumns(context: Context): void {
  const trainLabel = context.sound<string | number>(["data", "train", "label"]);
  for (const part of ["train", "test"]) {
    const path = ["data", part, "features"];
    const features = context.sound<unknown>(path);
    if (!Array.isArray(features)) continue;
    const label = context.sound<string | number>(["data", part, "label"]) ?? trainLabel;
    const known = new Set<string>();
    for (const [i, name] of features.map(String).entries()) {
      if (name === String(label)) {
        context.report([...path, i], `features: expected columns other than the label, found ${quote(name)}`);
      } else if (known.has(name)) {
        context.report([...path, i], `features: expected each column once, found ${quote(name)} again`);
      }
      known.add(name);
    }
  }
}

/** The schema passes by a key of this name, and so would somebody's column be. */
function checkSpecs(tree: Tree, { report }: Context): void {
  for (const part of ["train", "test"]) {
    const path = ["data", part, "columns"];
    const columns = tree.get(path);
    if (typeof columns !== "object" || columns === null || !Object.hasOwn(columns, "__proto__")) continue;
    report([...path, "__proto__"], 'columns: expected another name than "__proto__"');
  }
}

function checkScaleLabel({ sound, report }: Context): void {
  const scale = sound<string>(["data", "scaleLabel"]);
  const loss = sound<LossSpec>(["loss"]);
  if (scale === undefined || scale === "none" || loss === undefined || lossOf(loss).targets === "any") return;
  const { name } = lossSettings(loss);
  report(
    ["data", "scaleLabel"],
    `scaleLabel: expected none with ${name}, whose targets have a meaning, found ${scale}`,
  );
}
