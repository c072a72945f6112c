import { stacked, takenAt } from "../../../nn/layers/assemble.ts";
import { axisOf } from "./broadcasting.ts";
import { type Call, type Family, like } from "./call.ts";
import type { Value } from "./value.ts";

/** Branches and loops, written out: which branch and how many rounds must be known. */
export const control: Family = {
  If: (call) => {
    const [isTrue] = call.knownInput(0) ?? [];
    return call.build(call.subgraph(isTrue ? "then_branch" : "else_branch"), []);
  },

  Loop: (call) => {
    const body = call.subgraph("body");
    const rounds = call.inputs[0] ? (call.knownInput(0)?.[0] ?? 0) : Number.POSITIVE_INFINITY;
    let goesOn = call.inputs[1];
    let carried = call.inputs.slice(2).map((_, i) => call.input(i + 2));
    const scanned: Value[][] = [];
    for (let round = 0; round < rounds; round++) {
      if (goesOn && !call.known(goesOn)[0]) break;
      if (round === MAX_ROUNDS) throw call.fail(`expected at most ${MAX_ROUNDS} rounds, found more`);
      const count: Value = { node: call.literal([], [round]), type: "int64" };
      const condition: Value = goesOn ?? { node: call.literal([], [1]), type: "bool" };
      const results = call.build(body, [count, condition, ...carried]);
      goesOn = results[0];
      const next = results.slice(1, 1 + carried.length);
      for (const [i, value] of results.slice(1 + carried.length).entries()) {
        scanned[i] = [...(scanned[i] ?? []), value];
      }
      carried = next;
    }
    const outs = Array.from(
      { length: Math.max(0, call.outputs - carried.length) },
      (_, i) => scanned[i] ?? [],
    );
    return [...carried, ...outs.map((values) => together(call, values, 0))];
  },

  Scan: (call) => {
    const body = call.subgraph("body");
    const scans = call.integer("num_scan_inputs", 1);
    const states = call.inputs.length - scans;
    const axes = (name: string, i: number, rank: number) => axisOf(call, call.integers(name)?.[i] ?? 0, rank);
    const isBackwards = (name: string, i: number) => call.integers(name)?.[i] === 1;
    const given = call.inputs.map((_, i) => call.input(i));
    let carried = given.slice(0, states);
    const read = given.slice(states).map((value, i) => ({
      value,
      axis: axes("scan_input_axes", i, value.node.shape.length),
      isBackwards: isBackwards("scan_input_directions", i),
    }));
    const rounds = read.length > 0 ? read[0].value.node.shape[read[0].axis] : 0;
    if (rounds > MAX_ROUNDS) throw call.fail(`expected at most ${MAX_ROUNDS} rounds, found ${rounds}`);
    const scanned: Value[][] = [];
    for (let round = 0; round < rounds; round++) {
      const parts = read.map(({ value, axis, isBackwards: back }) =>
        like(value, takenAt(call.ops, value.node, axis, back ? rounds - 1 - round : round)),
      );
      const results = call.build(body, [...carried, ...parts]);
      carried = results.slice(0, states);
      for (const [i, value] of results.slice(states).entries()) scanned[i] = [...(scanned[i] ?? []), value];
    }
    const outs = scanned.map((values, i) => {
      const axis = axes("scan_output_axes", i, values[0].node.shape.length + 1);
      return together(call, isBackwards("scan_output_directions", i) ? values.reverse() : values, axis);
    });
    return [...carried, ...outs];
  },
};

/** How many rounds a loop may be written out for. */
const MAX_ROUNDS = 1024;

function together(call: Call, values: readonly Value[], axis: number): Value {
  if (values.length === 0) return { node: call.literal([0], []), type: "float32" };
  return like(
    values[0],
    stacked(
      call.ops,
      values.map(({ node }) => node),
      axis,
    ),
  );
}
