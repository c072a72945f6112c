import {
  type Example,
  type FullCatalogue,
  formatNumber,
  type Language,
  type LayerSpec,
  type LossSpec,
  lastActivationIsLink,
  lossOf,
  lossSettings,
  type OptimizerSpec,
  type Parameter,
  type RegularizationSpec,
  type Session,
} from "../index.ts";

/** Enough digits for a setting or a loss that people glance at. */
export const GLANCE = { digits: 6 } as const;

/** `2 inputs · dense 2 sigmoid · dense 2 sigmoid` */
export function networkSummary({ model }: Example, { conventions }: FullCatalogue): string {
  const { inputs, layers } = model.network;
  const loss = lossOf(model.loss);
  const words = layers.map((spec, layer) => {
    if (!("dense" in spec)) return layerText(spec);
    const { dense, activation = "linear" } = spec;
    const linked = layer === layers.length - 1 && lastActivationIsLink(activation, loss);
    const neurons = conventions.dense(dense, linked && loss.link ? loss.link : activation);
    return [neurons, ...wiringText(spec)].join(", ");
  });
  const shape = typeof inputs === "number" ? [inputs] : inputs;
  const size = conventions.inputs(shape.reduce((a, b) => a * b, 1));
  const taken = shape.length === 1 ? size : `${size} (${shape.join(" × ")})`;
  return [taken, ...words].join(" · ");
}

/** A layer as the file has it: `conv2d 32, kernel 3`. */
function layerText(spec: LayerSpec): string {
  const { name, from, ...own } = spec as LayerSpec & Readonly<Record<string, unknown>>;
  const settings = Object.entries(own).filter(
    ([, value]) => typeof value !== "object" || (Array.isArray(value) && !value.some(Array.isArray)),
  );
  const isJoin = "add" in spec || "concat" in spec;
  const words = settings.map(([key, value]) =>
    value === true ? key : `${key} ${Array.isArray(value) ? value.join(isJoin ? " + " : " × ") : value}`,
  );
  return [...words, ...wiringText(spec)].join(", ");
}

/** What other layers call it, and what it takes where that is not the layer before it. */
function wiringText({ name, from }: LayerSpec): string[] {
  return [...(name === undefined ? [] : [`name ${name}`]), ...(from === undefined ? [] : [`from ${from}`])];
}

/** `sgd, learning rate η = 0.5`, and what becomes of the rate and of gradients. */
export function optimizerSummary(
  { name, learningRate, schedule, clip, accumulate = 1 }: OptimizerSpec,
  { conventions, comma }: FullCatalogue,
): string {
  const number = (value: number) => formatNumber(value, GLANCE);
  return [
    learningRate === undefined ? name : conventions.optimizer(name, number(learningRate)),
    ...(schedule ? [conventions.schedule(schedule.name)] : []),
    ...(clip && "value" in clip ? [conventions.clip.value(number(clip.value))] : []),
    ...(clip && "norm" in clip ? [conventions.clip.norm(number(clip.norm))] : []),
    ...(accumulate > 1 ? [conventions.accumulate(accumulate)] : []),
  ].join(comma);
}

/** What is added to the loss to keep weights small, if anything: `0.1 · Σ |w| + 0.005 · Σ w²`. */
function penaltySummary(
  { l1 = 0, l2 = 0, reduction, biases }: RegularizationSpec,
  samples: number,
  { conventions }: FullCatalogue,
): string {
  const share = reduction === "mean" ? samples : 1;
  const w = biases ? "(w, b)" : "w";
  const number = (value: number) => formatNumber(value / share, GLANCE);
  const terms = [
    ...(l1 > 0 ? [`${number(l1)} · Σ |${w}|`] : []),
    ...(l2 > 0 ? [`${number(l2 / 2)} · Σ ${w}²`] : []),
  ];
  return conventions.penalty(terms.join(" + ") || "0");
}

/** `Huber loss (with the ½), quadratic up to δ = 1` */
export function lossSummary(loss: LossSpec, { conventions, comma }: FullCatalogue): string {
  const { name, delta = 1, labelSmoothing = 0, classWeights } = lossSettings(loss);
  const { lossSettings: words } = conventions;
  const number = (value: number) => formatNumber(value, GLANCE);
  return [
    conventions.losses[name],
    ...(name === "huber" ? [words.delta(number(delta))] : []),
    ...(labelSmoothing > 0 ? [words.smoothing(number(labelSmoothing))] : []),
    ...(classWeights ? [words.weights(classWeights.map(number))] : []),
  ].join(comma);
}

/** What a derivation must say for its numbers to be understood, a phrase each. */
export function conventionsOf(
  example: Example,
  parameters: readonly Parameter[],
  samples: number,
  words: FullCatalogue,
): string[] {
  const { conventions } = words;
  const { model } = example;
  const loss = lossOf(model.loss);
  const reduction = model.reduction === "sum" ? "sum of samples" : "mean of samples";
  const over = [conventions.over[loss.over], ...(samples > 1 ? [conventions.over[reduction]] : [])];
  return [
    networkSummary(example, words),
    [lossSummary(model.loss, words), ...over].join(words.comma),
    model.regularization && penaltySummary(model.regularization, samples, words),
    optimizerSummary(example.optimizer, words),
    frozenSummary(parameters, words),
    conventions.weightOrder,
  ].filter((text) => text !== undefined);
}

/** What is not trained, if anything. */
function frozenSummary(parameters: readonly Parameter[], { conventions }: FullCatalogue): string | undefined {
  // a statistic is not frozen: its layer replaces it
  const trained = parameters.filter(({ kind }) => kind !== "statistic");
  const frozen = trained.filter(({ trainable }) => !trainable);
  if (frozen.length === 0) return undefined;
  if (frozen.length === trained.length) return conventions.frozen.all;
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
