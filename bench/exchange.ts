import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Layer, Problem } from "./problem.ts";

/**
 * Problems and parameters in a folder, for processes to hand them to each other: numbers as `.bin` files, float64 with
 * the machine's own byte order, everything else in `problem.json`. serve.py reads and writes the same.
 */
export function writeProblem(folder: string, problem: Problem): void {
  mkdirSync(folder, { recursive: true });
  const numbers = (name: string, values: Float64Array): string => {
    writeFileSync(join(folder, name), values);
    return name;
  };
  const written = {
    ...problem,
    layers: problem.layers.map((layer, i) => ({
      ...layer,
      weight: numbers(`weight${i}.bin`, layer.weight),
      bias: numbers(`bias${i}.bin`, layer.bias),
    })),
    inputs: numbers("inputs.bin", problem.inputs),
    targets: numbers("targets.bin", problem.targets),
  };
  writeFileSync(join(folder, "problem.json"), JSON.stringify(written, null, 2));
}

type Written<T> = { [Key in keyof T]: T[Key] extends Float64Array ? string : T[Key] };

export function readProblem(folder: string): Problem {
  const written: Omit<Written<Problem>, "layers"> & { layers: Written<Layer>[] } = JSON.parse(
    readFileSync(join(folder, "problem.json"), "utf8"),
  );
  return {
    ...written,
    layers: written.layers.map((layer) => ({
      ...layer,
      weight: readNumbers(folder, layer.weight),
      bias: readNumbers(folder, layer.bias),
    })),
    inputs: readNumbers(folder, written.inputs),
    targets: readNumbers(folder, written.targets),
  };
}

export function writeParameters(folder: string, parameters: readonly ArrayLike<number>[]): void {
  mkdirSync(folder, { recursive: true });
  for (const [i, values] of parameters.entries()) {
    writeFileSync(join(folder, `parameter${i}.bin`), Float64Array.from(values));
  }
}

export function readParameters(folder: string, count: number): Float64Array[] {
  return Array.from({ length: count }, (_, i) => readNumbers(folder, `parameter${i}.bin`));
}

function readNumbers(folder: string, name: string): Float64Array {
  // a copy, because a small file may lie anywhere in a buffer
  return new Float64Array(Uint8Array.from(readFileSync(join(folder, name))).buffer);
}
