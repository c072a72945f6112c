import { setFlagsFromString } from "node:v8";
import { type Backend, Graph, opsFor, randomStream, wasmBackend } from "../index.ts";

/** What the engine was found to do. */
export interface FastWasm {
  /** Do pairs of vectors become 256-bit instructions, and results stay what they were? It takes a while to find out. */
  wide(): boolean;
}

/** The first version whose compiler makes 256-bit instructions of pairs. */
const FIRST_WIDE = 24;
/** Its relaxed SIMD must still be asked for. */
const LAST_WITHOUT_RELAXED_SIMD = 20;

/**
 * Turns on what makes the wasm backend faster: the fused multiply-add of Node 20, and 256-bit instructions from Node 24 on,
 * whose results are compared with those of the plain kernel when somebody asks. These are flags of the whole process, so that
 * only a program should call this, and before it compiles anything.
 */
export function enableFastWasm(): FastWasm {
  const version = Number(process.versions.node.split(".")[0]);
  if (version <= LAST_WITHOUT_RELAXED_SIMD) setFlagsFromString("--experimental-wasm-relaxed-simd");
  if (version < FIRST_WIDE || process.arch !== "x64") return { wide: () => false };
  setFlagsFromString("--experimental-wasm-revectorize");
  let wide: boolean | undefined;
  return {
    wide() {
      wide ??= isWide();
      return wide;
    },
  };
}

function isWide(): boolean {
  const isSame = widths.every((dtype) =>
    same(product(wasmBackend({ wide: true }), dtype), product(wasmBackend(), dtype)),
  );
  if (!isSame) setFlagsFromString("--no-experimental-wasm-revectorize");
  return isSame;
}

const widths = ["f32", "f64"] as const;
/** More than a tile, in every direction. */
const SIZE = 19;

function product(backend: Backend, dtype: (typeof widths)[number]): ArrayLike<number> {
  const graph = new Graph(dtype);
  const ops = opsFor(graph);
  const random = randomStream(1);
  const factors = [ops.input([SIZE, SIZE]), ops.input([SIZE, SIZE])];
  const out = ops.matmul(factors[0], factors[1]);
  const executable = backend.compile({ graph, outputs: [out], updates: [] });
  for (const factor of factors) {
    executable.write(
      factor,
      Float64Array.from({ length: SIZE * SIZE }, () => random.normal()),
    );
  }
  executable.evaluate();
  return executable.read(out);
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return Array.from(a).every((value, i) => Object.is(value, b[i]));
}
