import {
  type Example,
  formatNumber,
  lastActivationIsLink,
  losses,
  type Parameter,
  type Session,
} from "../index.ts";

/** Enough digits for a setting or a loss that people glance at. */
export const GLANCE = { digits: 6 } as const;

/** `2 inputs · dense 2 sigmoid · dense 2 sigmoid` */
export function networkSummary({ model }: Example): string {
  const { inputs, layers } = model.network;
  const loss = losses[model.loss];
  const words = layers.map(({ dense, activation }, layer) => {
    const linked = layer === layers.length - 1 && lastActivationIsLink(activation, loss);
    return `dense ${dense} ${linked ? loss.link : (activation ?? "linear")}`;
  });
  return [counted(inputs, "input"), ...words].join(" · ");
}

/** `half-squared-error, summed over outputs, averaged over samples` */
export function lossSummary({ model }: Example, samples: number): string {
  const { over } = losses[model.loss];
  const outputs = over === "mean of outputs" ? "averaged over outputs" : "summed over outputs";
  const batch = samples > 1 ? [`${model.reduction === "sum" ? "summed" : "averaged"} over samples`] : [];
  return [model.loss, outputs, ...batch].join(", ");
}

/** `sgd, η = 0.5` */
export function optimizerSummary({ optimizer }: Example): string {
  const { name, learningRate = undefined } = optimizer;
  return learningRate === undefined ? name : `${name}, η = ${formatNumber(learningRate, GLANCE)}`;
}

/** What is not trained, if anything: `biases frozen`. */
export function frozenSummary(parameters: readonly Parameter[]): string | undefined {
  const frozen = parameters.filter(({ trainable }) => !trainable);
  if (frozen.length === 0) return undefined;
  const allOf = (kind: Parameter["kind"]) => {
    const those = parameters.filter((parameter) => parameter.kind === kind);
    return those.length > 0 && those.every(({ trainable }) => !trainable);
  };
  if (allOf("weight") && allOf("bias")) return "everything frozen";
  if (allOf("bias") && frozen.every(({ kind }) => kind === "bias")) return "biases frozen";
  return `frozen: ${frozen.map(({ path }) => path).join(", ")}`;
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

export function titleOf({ title }: Example): string | undefined {
  return typeof title === "string" ? title : (title?.en ?? Object.values(title ?? {})[0]);
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
