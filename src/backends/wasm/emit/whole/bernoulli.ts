import { mostOf, PURPOSE } from "../../../../ops/bernoulli.ts";
import { sizeOf } from "../../../../tensor/shape.ts";
import type { DType } from "../../../../tensor/tensor.ts";
import type { Code } from "../../assembler/code.ts";
import { Body } from "../body.ts";
import type { KernelFunction } from "../kernel-function.ts";
import { scalarLanes } from "../lanes.ts";
import type { WholeKernel } from "./emit-whole.ts";
import { emitPhilox, keysOf } from "./philox.ts";

/** Ones and zeros; the unit is a sample. */
export function emitBernoulli({ name, dtype, node, inputs, out }: WholeKernel): KernelFunction {
  const lanes = scalarLanes(dtype);
  const [samples] = node.shape;
  const width = sizeOf(node.shape.slice(1));
  const most = mostOf(node.attrs.probability as number) | 0;
  const first = (node.attrs.firstSample as number | undefined) ?? 0;
  const [key, step] = inputs;
  const body = new Body(["i32", "i32"]);
  const word = (address: number): Code => body.let("i32", wholeNumber(dtype, address));
  const keys = keysOf(body, [word(key.address), word(key.address + lanes.bytes)]);
  const count = word(step.address);
  body.range(["local.get", 0], ["local.get", 1], 1, (sample) => {
    const row = body.let("i32", [sample, ["i32.const", width * lanes.bytes], ["i32.mul"]]);
    const place = body.let("i32", [sample, ["i32.const", first], ["i32.add"]]);
    const blocks = Math.floor(width / 4);
    body.range(["i32.const", 0], ["i32.const", blocks], 1, (block) => draw(block, 4));
    if (width % 4 > 0) draw(["i32.const", blocks], width % 4);

    /** One block, of which so many words are wanted. */
    function draw(block: Code, wanted: number): void {
      const words = emitPhilox(body, [block, place, count, ["i32.const", PURPOSE | 0]], keys);
      const to = body.let("i32", [block, ["i32.const", 4 * lanes.bytes], ["i32.mul"], row, ["i32.add"]]);
      for (const [i, drawn] of words.slice(0, wanted).entries()) {
        const isOne: Code = [drawn, ["i32.const", most], ["i32.le_u"]];
        const value = lanes.select(isOne, lanes.constant(1), lanes.constant(0));
        body.emit(lanes.store(to, value, out.address + i * lanes.bytes));
      }
    }
  });
  return { function: body.toFunction(name), units: samples };
}

/** The whole number at an address, as an integer. */
function wholeNumber(dtype: DType, address: number): Code {
  const lanes = scalarLanes(dtype);
  return [
    lanes.unary("nearest", lanes.load(["i32.const", 0], address)),
    [dtype === "f32" ? "i32.trunc_sat_f32_u" : "i32.trunc_sat_f64_u"],
  ];
}
