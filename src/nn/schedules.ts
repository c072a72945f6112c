import type { Node } from "../graph/node.ts";
import type { Ops } from "../ops/index.ts";

/** What becomes of the learning rate: it is multiplied by a factor that depends on the steps taken. */
export type ScheduleSpec = ScheduleShape & {
  /** What `every`, `at`, `over` and `warmUp` count, as a number of steps. Default: 1. `epoch` is for files. */
  readonly per?: number | "epoch";
  /** During so many the factor rises in proportion from 0, on top of the schedule. Default: 0. */
  readonly warmUp?: number;
};

type ScheduleShape =
  /** It stays; of use with a warm-up. */
  | { readonly name: "constant" }
  /** Multiplied by `factor` (default 0.1) after every so many. */
  | { readonly name: "step"; readonly every: number; readonly factor?: number }
  /** Multiplied by `factor` (default 0.1) at each of these. */
  | { readonly name: "milestones"; readonly at: readonly number[]; readonly factor?: number }
  /** factor^x */
  | { readonly name: "exponential"; readonly factor: number }
  /** 1/(1 + decay·x) */
  | { readonly name: "inverse"; readonly decay: number }
  /** From 1 to `to` (default 0) in a straight line. */
  | { readonly name: "linear"; readonly over: number; readonly to?: number }
  /** From 1 to `to` (default 0) along half a cosine wave (Loshchilov, Hutter, 2017). */
  | { readonly name: "cosine"; readonly over: number; readonly to?: number }
  /**
   * From `start` (default 1/25) up to 1 at the share `peakAt` (default 0.3) of it all, and down to `end` (default
   * 1/250,000), both along half a cosine wave (Smith, Topin, 2018).
   */
  | {
      readonly name: "one-cycle";
      readonly over: number;
      readonly peakAt?: number;
      readonly start?: number;
      readonly end?: number;
    }
  /** Multiplied by `factor` (default 0.1) where a loss has not fallen in `patience` (default 10) epochs. */
  | {
      readonly name: "plateau";
      readonly factor?: number;
      readonly patience?: number;
      readonly minDelta?: number;
    };

export type ScheduleName = ScheduleSpec["name"];

/** What a schedule may use; all of it scalars. */
export interface ScheduleContext {
  readonly ops: Ops;
  /** The number of this step, counted from 1. */
  readonly step: Node;
  /** How often the rate has been multiplied; `next` says what becomes of it, without it a program does. */
  drops(next?: (before: Node) => Node): Node;
}

/** Calls the number of multiplications in the graph. */
export const DROPS = "drops";

/** By what the learning rate is multiplied in this step. */
export function scheduleFactor(spec: ScheduleSpec, context: ScheduleContext): Node {
  const { per = 1, warmUp = 0 } = spec;
  if (per === "epoch") throw new Error("schedule: expected per as a number of steps; inSteps makes it one");
  const { ops, step } = context;
  const number = (value: number): Node => ops.constant(value, []);
  const taken = ops.apply("sub", step, number(1));
  const x = per === 1 ? taken : ops.apply("div", taken, number(per));
  const shape = shapeOf();
  if (warmUp === 0) return shape;
  const rising = least(ops.apply("div", step, number(warmUp * per)), 1);
  return spec.name === "constant" ? rising : ops.apply("mul", rising, shape);

  function shapeOf(): Node {
    switch (spec.name) {
      case "constant":
        return number(1);
      case "step": {
        const period = spec.every * (per as number);
        const drops = context.drops((d) => {
          const next = ops.apply("mul", number(period), ops.apply("add", d, number(1)));
          return ops.apply("add", d, isAtLeast(step, next));
        });
        return ops.apply("pow", number(spec.factor ?? 0.1), drops);
      }
      case "milestones": {
        const passed = spec.at.map((at) => isAtLeast(taken, number(at * (per as number))));
        const drops = passed.reduce((sum, one) => ops.apply("add", sum, one));
        return ops.apply("pow", number(spec.factor ?? 0.1), drops);
      }
      case "exponential":
        return ops.apply("pow", number(spec.factor), x);
      case "inverse": {
        const growing = ops.apply("mul", number(spec.decay), x);
        return ops.apply("div", number(1), ops.apply("add", number(1), growing));
      }
      case "linear": {
        const share = least(ops.apply("div", x, number(spec.over)), 1);
        return between(1, spec.to ?? 0, share);
      }
      case "cosine": {
        const share = least(ops.apply("div", x, number(spec.over)), 1);
        return between(1, spec.to ?? 0, wave(share));
      }
      case "one-cycle": {
        const { over, peakAt = 0.3, start = 1 / 25, end = 1 / 250_000 } = spec;
        const peak = peakAt * over;
        const up = least(ops.apply("div", x, number(peak)), 1);
        const since = ops.apply("relu", ops.apply("sub", x, number(peak)));
        const down = least(ops.apply("div", since, number(over - peak)), 1);
        const fall = ops.apply("mul", number(1 - end), wave(down));
        return ops.apply("sub", between(start, 1, wave(up)), fall);
      }
      case "plateau":
        return ops.apply("pow", number(spec.factor ?? 0.1), context.drops());
    }
  }

  /** 1 where the whole number a is at least b, else 0. */
  function isAtLeast(a: Node, b: Node): Node {
    return ops.apply("step", ops.apply("add", ops.apply("sub", a, b), number(0.5)));
  }

  function least(value: Node, limit: number): Node {
    return ops.apply("neg", ops.apply("max", ops.apply("neg", value), number(-limit)));
  }

  function between(from: number, to: number, share: Node): Node {
    return ops.apply("add", number(from), ops.apply("mul", number(to - from), share));
  }

  /** From 0 to 1 along half a wave: ½(1 − cos(π·share)). */
  function wave(share: Node): Node {
    const angle = ops.apply("mul", number(Math.PI), share);
    return ops.apply("mul", number(0.5), ops.apply("sub", number(1), ops.apply("cos", angle)));
  }
}
