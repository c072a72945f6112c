import type { DType } from "../../../tensor/tensor.ts";
import type { WasmFunction } from "../assembler/module.ts";
import type { Kernel } from "../lower/kernel.ts";
import { Body } from "./body.ts";
import type { KernelFunction } from "./kernel-function.ts";
import { emitNest } from "./nest/nest.ts";
import type { Places } from "./places.ts";
import { emitProduct } from "./product/product.ts";
import { type ProductOptions, shapeOf, workSpaceOf } from "./product/shape.ts";
import type { Sharing } from "./sharing.ts";
import { emitWhole } from "./whole/whole.ts";

/** How many bytes a kernel needs to work with. */
export function workBytesOf(kernel: Kernel, dtype: DType, options: ProductOptions): number {
  return kernel.kind === "product" ? workSpaceOf(shapeOf(kernel, dtype, options)).bytes : 0;
}

/**
 * One function, `name`, that calculates all kernels, its parameter being the thread; and the functions that it calls.
 * @param works where each kernel finds memory to work with
 */
export function emitPhases(
  name: string,
  kernels: readonly Kernel[],
  dtype: DType,
  places: Places,
  works: readonly number[],
  options: ProductOptions,
  sharing: Sharing,
): WasmFunction[] {
  const functions: WasmFunction[] = [];
  const phases: KernelFunction[] = [];
  for (const [i, kernel] of kernels.entries()) {
    const kernelName = `kernel${i}`;
    if (kernel.kind === "nest") phases.push(...emitNest(kernel, kernelName, dtype, places));
    else if (kernel.kind === "whole") phases.push(emitWhole(kernel, kernelName, dtype, places));
    else {
      const product = emitProduct(kernel, kernelName, dtype, places, works[i], options);
      functions.push(...product.helpers);
      phases.push(...product.phases);
    }
  }
  const body = new Body(["i32"]);
  for (const group of groupsOf(phases)) {
    sharing.emitShare(body, ["local.get", 0], ["i32.const", group[0].units], (from, to) => {
      for (const phase of group) body.emit(from, to, ["call", phase.function.name]);
    });
  }
  return [...functions, ...phases.map((phase) => phase.function), body.toFunction(name)];
}

/** Neighbours that have one unit each go to one thread together, without waiting in between. */
function groupsOf(phases: readonly KernelFunction[]): KernelFunction[][] {
  const groups: KernelFunction[][] = [];
  for (const phase of phases) {
    const last = groups.at(-1);
    if (phase.units === 1 && last?.[0].units === 1) last.push(phase);
    else groups.push([phase]);
  }
  return groups;
}
