import type { DType } from "../../../tensor/tensor.ts";
import type { Code, ValueType } from "../assembler/code.ts";
import type { OpName } from "../assembler/opcodes.ts";
import type { Body } from "./body.ts";

type Unary = "abs" | "neg" | "sqrt" | "ceil" | "floor" | "trunc" | "nearest";
type Binary = "add" | "sub" | "mul" | "div" | "min" | "max";
type Comparison = "eq" | "ne" | "lt" | "gt" | "le" | "ge";
type Prefix = "f32" | "f64" | "f32x4" | "f64x2";

/**
 * Arithmetic on one number, or on a vector of them, with the same instructions in the same order: what is written
 * against this interface gives the same bits either way.
 */
export interface Lanes {
  readonly dtype: DType;
  /** How many numbers at once. */
  readonly count: number;
  readonly type: ValueType;
  /** Of one number. */
  readonly bytes: number;
  constant(value: number): Code;
  /** The number with these bits. */
  bits(bits: bigint): Code;
  unary(op: Unary, x: Code): Code;
  binary(op: Binary, x: Code, y: Code): Code;
  /** For `select` alone. */
  compare(op: Comparison, x: Code, y: Code): Code;
  /** a where the condition holds, else b. Both are calculated. */
  select(condition: Code, a: Code, b: Code): Code;
  /** The size of the one, the sign of the other. */
  copySign(size: Code, sign: Code): Code;
  /** The bits as integers of the same width. */
  integer(op: "add" | "sub", x: Code, y: Code): Code;
  shift(op: "shl" | "shr_s" | "shr_u", x: Code, by: number): Code;
  load(address: Code, offset: number): Code;
  /** One number, in every lane. */
  loadSplat(address: Code, offset: number): Code;
  /** As many numbers as there are lanes, of which every other lies in between. */
  loadEveryOther(body: Body, address: Code, offset: number): Code;
  /** Half as many numbers as there are lanes, each in two of them; one where there is one lane. */
  loadPairs(address: Code, offset: number): Code;
  /** The numbers in turn, in the lanes. */
  alternating(even: number, odd: number): Code;
  store(address: Code, value: Code, offset: number): Code;
  /** x·y + z, rounded once where the machine can; of vectors alone. */
  fused(x: Code, y: Code, z: Code): Code;
}

/** One number at a time. */
export function scalarLanes(dtype: DType): Lanes {
  const integer = dtype === "f32" ? "i32" : "i64";
  const toBits = (x: Code): Code => [x, [`${integer}.reinterpret_${dtype}` as OpName]];
  const fromBits = (x: Code): Code => [x, [`${dtype}.reinterpret_${integer}` as OpName]];
  return {
    ...common(dtype, dtype),
    count: 1,
    type: dtype,
    constant: (value) => constantOf(dtype, value),
    bits: (bits) => fromBits([`${integer}.const`, bits]),
    select: (condition, a, b) => [a, b, condition, ["select"]],
    copySign: (size, sign) => [size, sign, [`${dtype}.copysign`]],
    integer: (op, x, y) => fromBits([toBits(x), toBits(y), [`${integer}.${op}`]]),
    shift: (op, x, by) => fromBits([toBits(x), [`${integer}.const`, by], [`${integer}.${op}`]]),
    load: (address, offset) => [address, [`${dtype}.load`, offset]],
    loadSplat: (address, offset) => [address, [`${dtype}.load`, offset]],
    loadEveryOther: (_body, address, offset) => [address, [`${dtype}.load`, offset]],
    loadPairs: (address, offset) => [address, [`${dtype}.load`, offset]],
    alternating: (even) => constantOf(dtype, even),
    store: (address, value, offset) => [address, value, [`${dtype}.store`, offset]],
    fused: () => {
      throw new Error("only vectors have a fused multiply-add");
    },
  };
}

/** As many numbers as fit into 128 bits. */
export function vectorLanes(dtype: DType): Lanes {
  const prefix = dtype === "f32" ? "f32x4" : "f64x2";
  const integer = dtype === "f32" ? "i32x4" : "i64x2";
  const signBit = dtype === "f32" ? 0x8000_0000n : 0x8000_0000_0000_0000n;
  const bits = (value: bigint): Code => splatBits(dtype, value);
  return {
    ...common(dtype, prefix),
    count: dtype === "f32" ? 4 : 2,
    type: "v128",
    constant: (value) => splat(dtype, value),
    bits,
    select: (condition, a, b) => [a, b, condition, ["v128.bitselect"]],
    copySign: (size, sign) => [sign, size, bits(signBit), ["v128.bitselect"]],
    integer: (op, x, y) => [x, y, [`${integer}.${op}`]],
    shift: (op, x, by) => [x, ["i32.const", by], [`${integer}.${op}`]],
    load: (address, offset) => [address, ["v128.load", offset]],
    loadSplat: (address, offset) => [
      address,
      [dtype === "f32" ? "v128.load32_splat" : "v128.load64_splat", offset],
    ],
    loadEveryOther: (body, address, offset) => {
      const at = body.let("i32", address);
      // the second vector ends with the last number that is wanted: behind it memory may end
      const last = dtype === "f32" ? 12 : 8;
      const parts: Code = [
        [at, ["v128.load", offset]],
        [at, ["v128.load", offset + last]],
      ];
      return [parts, shuffleOf(dtype, dtype === "f32" ? [0, 2, 5, 7] : [0, 3])];
    },
    loadPairs: (address, offset) => {
      if (dtype === "f64") return [address, ["v128.load64_splat", offset]];
      const zero: Code = ["v128.const", ...new Array<number>(16).fill(0)];
      return [[address, ["v128.load64_splat", offset]], zero, shuffleOf(dtype, [0, 0, 1, 1])];
    },
    alternating: (even, odd) => {
      const numbers =
        dtype === "f32" ? new Float32Array([even, odd, even, odd]) : new Float64Array([even, odd]);
      return ["v128.const", ...new Uint8Array(numbers.buffer)];
    },
    store: (address, value, offset) => [address, value, ["v128.store", offset]],
    fused: (x, y, z) => [x, y, z, [`${prefix}.relaxed_madd`]],
  };
}

function common(
  dtype: DType,
  prefix: Prefix,
): Pick<Lanes, "dtype" | "bytes" | "unary" | "binary" | "compare"> {
  return {
    dtype,
    bytes: bytesOf(dtype),
    unary: (op, x) => [x, [`${prefix}.${op}`]],
    binary: (op, x, y) => [x, y, [`${prefix}.${op}`]],
    compare: (op, x, y) => [x, y, [`${prefix}.${op}`]],
  };
}

/** Chooses lanes of two vectors, those of the second counted on. */
function shuffleOf(dtype: DType, lanes: readonly number[]): Code {
  const width = bytesOf(dtype);
  return [
    "i8x16.shuffle",
    ...lanes.flatMap((lane) => Array.from({ length: width }, (_, i) => lane * width + i)),
  ];
}

export function bytesOf(dtype: DType): number {
  return dtype === "f32" ? 4 : 8;
}

function constantOf(dtype: DType, value: number): Code {
  return [`${dtype}.const`, value];
}

/** The bits of a number of that width. */
export function bitsOf(dtype: DType, value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  if (dtype === "f64") {
    view.setFloat64(0, value);
    return view.getBigUint64(0);
  }
  view.setFloat32(0, value);
  return BigInt(view.getUint32(0));
}

function splat(dtype: DType, value: number): Code {
  const numbers = dtype === "f32" ? new Float32Array(4) : new Float64Array(2);
  return ["v128.const", ...new Uint8Array(numbers.fill(value).buffer)];
}

function splatBits(dtype: DType, bits: bigint): Code {
  const lanes = dtype === "f32" ? new Uint32Array(4).fill(Number(bits)) : new BigUint64Array(2).fill(bits);
  return ["v128.const", ...new Uint8Array(lanes.buffer)];
}
