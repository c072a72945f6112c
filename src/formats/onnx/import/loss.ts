import type { Node } from "../../../graph/node.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import { along } from "./activation.ts";
import { full } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import { permutedTo } from "./moving.ts";
import { div, equal, mul, neg, not } from "./scalar.ts";

/** Losses of classes: scores are samples × classes × places, labels samples × places. */
export const loss: Family = {
  NegativeLogLikelihoodLoss: (call) => like(call.input(0), likelihood(call, call.input(0).node)),

  SoftmaxCrossEntropyLoss: (call) => {
    const scores = call.input(0);
    const logs = along(call, scores.node, 1, ({ ops }, x) => ops.logSoftmax(x));
    return [like(scores, likelihood(call, logs)), like(scores, logs)];
  },
};

/** −Σ weight[label] · log p[label], a mean by the weights; labels that are to be ignored have the weight 0. */
function likelihood(call: Call, logs: Node): Node {
  const { ops } = call;
  const labels = call.input(1).node;
  const [classes] = logs.shape.slice(1);
  const flat = ops.reshape(labels, [sizeOf(labels.shape)]);
  const [ignored] = call.integers("ignore_index") ?? [];
  const isCounted =
    ignored === undefined ? undefined : not(call, equal(call, flat, full(call, ignored, flat)));
  // a row of classes for each label
  const order = [0, ...[...logs.shape.keys()].slice(2), 1];
  const rows = ops.reshape(permutedTo(ops, logs, order), [flat.shape[0], classes]);
  const numbers = ops.broadcast(call.counting(classes), rows.shape, [1]);
  const chosen = equal(call, ops.broadcast(flat, rows.shape, [0]), numbers);
  const weights = call.inputs[2]?.node;
  const weighted = weights ? mul(call, chosen, ops.broadcast(weights, rows.shape, [1])) : chosen;
  const weightOf = ops.sum(weighted, [1]);
  const weight = isCounted ? mul(call, weightOf, isCounted) : weightOf;
  const likely = ops.sum(mul(call, chosen, rows), [1]);
  const losses = neg(call, mul(call, weight, likely));
  switch (call.text("reduction", "mean")) {
    case "none":
      return ops.reshape(losses, labels.shape);
    case "sum":
      return ops.sum(losses, [0]);
    default:
      return div(call, ops.sum(losses, [0]), ops.sum(weight, [0]));
  }
}
