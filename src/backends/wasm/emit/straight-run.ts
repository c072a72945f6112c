import type { Node } from "../../../graph/node.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import type { DType } from "../../../tensor/tensor.ts";
import type { Update } from "../../backend.ts";
import type { Code } from "../assembler/code.ts";
import type { WasmFunction } from "../assembler/module.ts";
import { isLeaf } from "../lower/reading.ts";
import { Body } from "./body.ts";
import { rowNumber } from "./gather.ts";
import { type Lanes, scalarLanes } from "./lanes.ts";
import type { Places } from "./places.ts";
import { type Elements, emitStraight } from "./straight.ts";

/** A hand-sized program, evaluated once: reads its leaves and writes its results. */
export function emitStraightEvaluate(
  name: string,
  results: readonly Node[],
  leaves: readonly Node[],
  dtype: DType,
  places: Places,
): WasmFunction {
  const body = new Body();
  const lanes = scalarLanes(dtype);
  const elements: Elements = new Map(leaves.map((leaf) => [leaf.id, loadAll(body, lanes, leaf, places)]));
  emitStraight(body, lanes, results, elements);
  for (const node of results) if (!isLeaf(node)) storeAll(body, lanes, node, elements, places);
  return body.toFunction(name, { isExported: true });
}

function addressOf({ id }: Node, places: Places): number {
  const place = places.get(id);
  if (!place) throw new Error(`%${id} has no place in memory`);
  return place.address;
}

function loadAll(body: Body, lanes: Lanes, node: Node, places: Places): Code[] {
  const address = addressOf(node, places);
  return Array.from({ length: sizeOf(node.shape) }, (_, i) =>
    body.let(lanes.type, lanes.load(["i32.const", 0], address + i * lanes.bytes)),
  );
}

function storeAll(body: Body, lanes: Lanes, node: Node, elements: Elements, places: Places): void {
  const address = addressOf(node, places);
  for (const [i, number] of (elements.get(node.id) ?? []).entries()) {
    body.emit(lanes.store(["i32.const", 0], number, address + i * lanes.bytes));
  }
}

/** A hand-sized program, step after step. */
export interface StraightRun {
  readonly dtype: DType;
  readonly updates: readonly Update[];
  readonly watched: Node;
  readonly leaves: readonly Node[];
  /** Inputs that take their rows from data sets, in the order of their parameters. */
  readonly fed: readonly Node[];
  readonly batch: number;
}

/**
 * All steps in one loop; states and everything else are in locals, and memory is touched for the samples and the watched
 * number alone. Parameters as those of a run with kernels.
 */
export function emitStraightRun(run: StraightRun, places: Places): WasmFunction {
  const { dtype, updates, watched, leaves, fed } = run;
  const body = new Body(["i32", "i32", "i32", "i32", "i32", ...fed.map(() => "i32" as const)]);
  const [, count, , losses]: Code[] = body.params.map((_, i) => ["local.get", i]);
  const lanes = scalarLanes(dtype);
  const states = new Map(updates.map(({ of }) => [of.id, loadAll(body, lanes, of, places).map(localOf)]));
  const still = leaves.filter((leaf) => !states.has(leaf.id) && !fed.includes(leaf));
  const constant = still.map((leaf) => [leaf.id, loadAll(body, lanes, leaf, places)] as const);
  body.range(["i32.const", 0], count, 1, () => {
    const elements: Elements = new Map(constant);
    for (const [id, locals] of states)
      elements.set(
        id,
        locals.map((local): Code => ["local.get", local]),
      );
    loadRows(body, lanes, run, elements);
    emitStraight(body, lanes, [watched, ...updates.map(({ next }) => next)], elements);
    body.emit(lanes.store(losses, (elements.get(watched.id) as Code[])[0], 0));
    // all next values are read before the first state is replaced
    const next = updates.flatMap((update) => elements.get(update.next.id) ?? []);
    const targets = updates.flatMap(({ of }) => states.get(of.id) ?? []);
    body.emit(
      next,
      targets.toReversed().map((local): Code => ["local.set", local]),
    );
    for (const [param, by] of [4 * run.batch, lanes.bytes].entries()) {
      body.emit(["local.get", 2 + param], ["i32.const", by], ["i32.add"], ["local.set", 2 + param]);
    }
  });
  for (const { of } of updates) {
    const numbers = (states.get(of.id) ?? []).map((local): Code => ["local.get", local]);
    storeAll(body, lanes, of, new Map([[of.id, numbers]]), places);
  }
  return body.toFunction("run", { isExported: true });
}

function loadRows(body: Body, lanes: Lanes, { fed, batch }: StraightRun, elements: Elements): void {
  const rows = Array.from({ length: batch }, (_, row) =>
    rowNumber(body, ["local.get", 2], ["i32.const", row]),
  );
  for (const [i, input] of fed.entries()) {
    const width = sizeOf(input.shape.slice(1));
    const numbers = rows.flatMap((row) => {
      const start: Code = [row, ["i32.const", width * lanes.bytes], ["i32.mul"]];
      const address = body.let("i32", [start, ["local.get", 5 + i], ["i32.add"]]);
      return Array.from({ length: width }, (_, column) =>
        body.let(lanes.type, lanes.load(address, column * lanes.bytes)),
      );
    });
    elements.set(input.id, numbers);
  }
}

/** The local that an instruction reads. */
function localOf(code: Code): number {
  return Number(code[1]);
}
