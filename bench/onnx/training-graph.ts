import type { DType } from "../../src/index.ts";
import type { Problem } from "../problem.ts";
import type { Attribute, OnnxGraph, Operation, Port } from "./model.ts";

/**
 * A training step as ONNX operations: forward, a backward pass derived by hand, and new parameters as outputs. The
 * update is part of the matrix product that makes a weight's gradient: Gemm gives W − η/N · δᵀ·out in one go.
 */
export function trainingGraph(problem: Problem, dtype: DType): OnnxGraph {
  const { batch, layers, loss, learningRate, trainsBiases } = problem;
  const operations: Operation[] = [];
  const rate: Attribute = { float: -learningRate / batch };
  const inputs: Port[] = [
    { name: "out0", shape: [batch, layers[0].inputs] },
    { name: "target", shape: [batch, layers[layers.length - 1].outputs] },
  ];
  const updated: Port[] = [];

  for (const [i, { inputs: columns, outputs: rows, activation }] of layers.entries()) {
    inputs.push({ name: `W${i + 1}`, shape: [rows, columns] }, { name: `b${i + 1}`, shape: [rows] });
    updated.push({ name: `W${i + 1}+`, shape: [rows, columns] });
    if (trainsBiases) updated.push({ name: `b${i + 1}+`, shape: [rows] });
    const net = activation === "linear" && loss === "half-squared-error" ? `out${i + 1}` : `net${i + 1}`;
    emit("Gemm", [`out${i}`, `W${i + 1}`, `b${i + 1}`], net, { transB: { integer: 1 } });
    if (activation !== "linear") {
      emit(activation === "relu" ? "Relu" : "Sigmoid", [net], `out${i + 1}`);
    } else if (loss === "softmax-cross-entropy") {
      emit("Softmax", [net], `out${i + 1}`, { axis: { integer: 1 } });
    }
  }

  const last = layers.length;
  const isLinked = loss === "softmax-cross-entropy" || layers[last - 1].activation === "linear";
  emit("Sub", [`out${last}`, "target"], isLinked ? `delta${last}` : `slope${last}`);
  for (let i = last; i > 0; i--) {
    if (i < last) emit("Gemm", [`delta${i + 1}`, `W${i + 1}`], `slope${i}`);
    if (i < last || !isLinked) throughActivation(i);
    emit("Gemm", [`delta${i}`, `out${i - 1}`, `W${i}`], `W${i}+`, { transA: { integer: 1 }, alpha: rate });
    if (!trainsBiases) continue;
    emit("Gemm", ["ones", `delta${i}`, `b${i}`], `rows${i}`, { alpha: rate });
    emit("Squeeze", [`rows${i}`], `b${i}+`);
  }

  return {
    dtype,
    inputs,
    outputs: [...updated, { name: `out${last}`, shape: inputs[1].shape }],
    ones: trainsBiases ? [{ name: "ones", shape: [1, batch] }] : [],
    operations,
  };

  function throughActivation(i: number): void {
    if (layers[i - 1].activation === "relu") {
      emit("Sign", [`out${i}`], `mask${i}`);
      emit("Mul", [`slope${i}`, `mask${i}`], `delta${i}`);
      return;
    }
    // out(1 − out), as out − out²
    emit("Mul", [`out${i}`, `out${i}`], `square${i}`);
    emit("Sub", [`out${i}`, `square${i}`], `derivative${i}`);
    emit("Mul", [`slope${i}`, `derivative${i}`], `delta${i}`);
  }

  function emit(
    op: string,
    from: readonly string[],
    output: string,
    attributes: Record<string, Attribute> = {},
  ): void {
    operations.push({ op, inputs: from, output, attributes });
  }
}
