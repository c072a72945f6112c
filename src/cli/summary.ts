import {
  type Catalogue,
  type Example,
  formatNumber,
  type Language,
  type LayerSpec,
  lastActivationIsLink,
  losses,
  type OptimizerSpec,
  type Parameter,
  type Session,
} from "../index.ts";

/** Enough digits for a setting or a loss that people glance at. */
export const GLANCE = { digits: 6 } as const;

/** `2 inputs · dense 2 sigmoid · dense 2 sigmoid` */
export function networkSummary({ model }: Example, { conventions }: Catalogue): string {
  const { inputs, layers } = model.network;
  const loss = losses[model.loss];
  const words = layers.map((spec, layer) => {
    if (!("dense" in spec)) return layerText(spec);
    const { dense, activation = "linear" } = spec;
    const linked = layer === layers.length - 1 && lastActivationIsLink(activation, loss);
    return conventions.dense(dense, linked && loss.link ? loss.link : activation);
  });
  const shape = typeof inputs === "number" ? [inputs] : inputs;
  const size = conventions.inputs(shape.reduce((a, b) => a * b, 1));
  const taken = shape.length === 1 ? size : `${size} (${shape.join(" × ")})`;
  return [taken, ...words].join(" · ");
}

/** A layer as the file has it: `conv2d 32, kernel 3`. */
function layerText(spec: LayerSpec): string {
  const settings = Object.entries(spec).filter(
    ([, value]) => typeof value !== "object" || Array.isArray(value),
  );
  return settings
    .map(([key, value]) =>
      value === true ? key : `${key} ${Array.isArray(value) ? value.join(" × ") : value}`,
    )
    .join(", ");
}

/** `sgd, learning rate η = 0.5` */
export function optimizerSummary({ name, learningRate }: OptimizerSpec, { conventions }: Catalogue): string {
  return learningRate === undefined ? name : conventions.optimizer(name, formatNumber(learningRate, GLANCE));
}

/** What a derivation must say for its numbers to be understood, a phrase each. */
export function conventionsOf(
  example: Example,
  parameters: readonly Parameter[],
  samples: number,
  words: Catalogue,
): string[] {
  const { conventions } = words;
  const { model } = example;
  const loss = losses[model.loss];
  const reduction = model.reduction === "sum" ? "sum of samples" : "mean of samples";
  const over = [conventions.over[loss.over], ...(samples > 1 ? [conventions.over[reduction]] : [])];
  return [
    networkSummary(example, words),
    [conventions.losses[model.loss], ...over].join(words.comma),
    optimizerSummary(example.optimizer, words),
    frozenSummary(parameters, words),
    conventions.weightOrder,
  ].filter((text) => text !== undefined);
}

/** What is not trained, if anything. */
function frozenSummary(parameters: readonly Parameter[], { conventions }: Catalogue): string | undefined {
  const frozen = parameters.filter(({ trainable }) => !trainable);
  if (frozen.length === 0) return undefined;
  if (frozen.length === parameters.length) return conventions.frozen.all;
  const kinds = (["weight", "bias"] as const).filter((kind) =>
    frozen.some((parameter) => parameter.kind === kind),
  );
  const [kind] = kinds;
  const allOfKind = parameters.every((parameter) => parameter.kind !== kind || !parameter.trainable);
  return kinds.length === 1 && allOfKind
    ? conventions.frozen[kind]
    : conventions.frozenOnly(frozen.map(({ path }) => path));
}

/** `8 weights · 2 biases`, and how many of them are trained. */
export function parameterSummary(session: Session): string {
  const count = (parameters: readonly Parameter[]) =>
    parameters.reduce((sum, { initial }) => sum + initial.values.length, 0);
  const trained = count(session.parameters.filter(({ trainable }) => trainable));
  const all = count(session.parameters);
  const total = counted(all, "parameter");
  return trained === all ? total : `${total}, ${trained.toLocaleString("en")} of them trained`;
}

/** The title in the given language, else in English, else in whichever there is. */
export function titleOf({ title }: Pick<Example, "title">, language: Language = "en"): string | undefined {
  return typeof title === "string"
    ? title
    : (title?.[language] ?? title?.en ?? Object.values(title ?? {})[0]);
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
