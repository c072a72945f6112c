import { InferenceSession, Tensor } from "onnxruntime-node";
import { type Shape, sizeOf } from "../../src/tensor/shape.ts";
import type { DType } from "../../src/tensor/tensor.ts";

/** A model in ONNX Runtime, on one thread. */
export interface RuntimeModel {
  /** What it says of a batch. */
  run(shape: Shape, values: ArrayLike<number>): Promise<{ shape: Shape; values: number[] }>;
}

export async function runtimeModel(bytes: Uint8Array, dtype: DType = "f32"): Promise<RuntimeModel> {
  const session = await InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // warnings are none of the test's business
    logSeverityLevel: 3,
  });
  return {
    async run(shape, values) {
      if (values.length !== sizeOf(shape)) throw new Error(`expected ${sizeOf(shape)} values`);
      const data = dtype === "f32" ? Float32Array.from(values) : Float64Array.from(values);
      const type = dtype === "f32" ? "float32" : "float64";
      const { output } = await session.run({ input: new Tensor(type, data as never, [...shape]) });
      return { shape: output.dims, values: Array.from(output.data as Float32Array) };
    },
  };
}
