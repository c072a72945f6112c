import { describe, expect, test } from "vitest";
import wabt from "wabt";
import "../support/relaxed-simd.ts";
import { type Code, codeToText, type Instruction } from "../../src/backends/wasm/assembler/code.ts";
import { encodeModule, type WasmFunction } from "../../src/backends/wasm/assembler/module.ts";
import { type OpName, opcodes } from "../../src/backends/wasm/assembler/opcodes.ts";
import { compileModule, createMemory, instantiate } from "../../src/backends/wasm/webassembly.ts";

type Kind = "i32" | "i64" | "f32" | "f64" | "f32x4" | "f64x2" | "i32x4" | "i64x2";

/** Code that leaves one value, how to look at that, and what it must be: worked out by hand. */
type Example = readonly [code: Code, kind: Kind, expected: readonly (number | bigint)[]];

const i = (x: number): Code => ["i32.const", x];
const l = (x: bigint): Code => ["i64.const", x];
const f = (x: number): Code => ["f32.const", x];
const d = (x: number): Code => ["f64.const", x];
const bytesOf = (values: ArrayBufferView): Code => ["v128.const", ...new Uint8Array(values.buffer)];
const f4 = (...x: number[]): Code => bytesOf(Float32Array.from(x));
const d2 = (...x: number[]): Code => bytesOf(Float64Array.from(x));
const i4 = (...x: number[]): Code => bytesOf(Int32Array.from(x));
const l2 = (...x: bigint[]): Code => bytesOf(BigInt64Array.from(x));

const [A, B]: Code[] = [f4(1.5, -2.5, 0, 4), f4(2, -2.5, -1, 0.5)];
const [C, D]: Code[] = [d2(1.5, -2.5), d2(2, -2.5)];

const as = {
  i32: (op: OpName, args: Code[], x: number): Example => [[args, [op]], "i32", [x]],
  i64: (op: OpName, args: Code[], x: bigint): Example => [[args, [op]], "i64", [x]],
  f32: (op: OpName, args: Code[], x: number): Example => [[args, [op]], "f32", [x]],
  f64: (op: OpName, args: Code[], x: number): Example => [[args, [op]], "f64", [x]],
  f4: (op: OpName, args: Code[], ...x: number[]): Example => [[args, [op]], "f32x4", x],
  d2: (op: OpName, args: Code[], ...x: number[]): Example => [[args, [op]], "f64x2", x],
  i4: (op: OpName, args: Code[], ...x: number[]): Example => [[args, [op]], "i32x4", x],
  l2: (op: OpName, args: Code[], ...x: bigint[]): Example => [[args, [op]], "i64x2", x],
};

/** Local 0 is an i32; memory is 0 but for what an example stores. */
const get: Code = ["local.get", 0];
const set: Code = ["local.set", 0];
const yes = 0xffffffff | 0;

// a missing row does not compile
const examples: { readonly [O in OpName]: Example } = {
  unreachable: [[["block"], i(0), ["br_if", 0], ["br", 0], ["unreachable"], ["end"], i(5)], "i32", [5]],
  block: [[["block"], i(1), set, ["br", 0], i(2), set, ["end"], get], "i32", [1]],
  loop: [
    [["loop"], get, i(1), ["i32.add"], ["local.tee", 0], i(3), ["i32.lt_s"], ["br_if", 0], ["end"], get],
    "i32",
    [3],
  ],
  if: [[i(1), ["if"], i(7), set, ["end"], get], "i32", [7]],
  else: [[i(0), ["if"], i(7), set, ["else"], i(8), set, ["end"], get], "i32", [8]],
  end: [[["block"], ["end"], i(4)], "i32", [4]],
  br: [[["block"], ["br", 0], i(9), set, ["end"], get], "i32", [0]],
  br_if: [[["block"], i(1), ["br_if", 0], i(9), set, ["end"], get], "i32", [0]],
  return: [[i(6), ["return"]], "i32", [6]],
  call: [[i(20), ["call", "doubled"]], "i32", [40]],
  drop: [[i(3), i(4), ["drop"]], "i32", [3]],
  select: [[i(3), i(4), i(0), ["select"]], "i32", [4]],
  "local.get": [[i(12), set, get], "i32", [12]],
  "local.set": [[i(13), set, get], "i32", [13]],
  "local.tee": [[i(14), ["local.tee", 0], get, ["i32.add"]], "i32", [28]],

  "i32.load": [[i(64), i(-5), ["i32.store", 4], i(64), ["i32.load", 4]], "i32", [-5]],
  "i64.load": [[i(64), l(-5n), ["i64.store", 8], i(64), ["i64.load", 8]], "i64", [-5n]],
  "f32.load": [[i(64), f(0.1), ["f32.store", 16], i(64), ["f32.load", 16]], "f32", [Math.fround(0.1)]],
  "f64.load": [[i(64), d(0.1), ["f64.store", 24], i(64), ["f64.load", 24]], "f64", [0.1]],
  "i32.store": [[i(128), i(0x01020304), ["i32.store", 300], i(428), ["i32.load", 0]], "i32", [0x01020304]],
  "i64.store": [[i(128), l(2n ** 40n), ["i64.store", 0], i(132), ["i32.load", 0]], "i32", [256]],
  "f32.store": [[i(128), f(1), ["f32.store", 0], i(128), ["i32.load", 0]], "i32", [0x3f800000]],
  "f64.store": [[i(128), d(1), ["f64.store", 0], i(132), ["i32.load", 0]], "i32", [0x3ff00000]],
  "memory.copy": [
    [i(64), i(77), ["i32.store", 0], i(200), i(64), i(4), ["memory.copy"], i(200), ["i32.load", 0]],
    "i32",
    [77],
  ],
  "memory.fill": [[i(64), i(1), i(4), ["memory.fill"], i(64), ["i32.load", 0]], "i32", [0x01010101]],
  "i32.const": [i(-(2 ** 31)), "i32", [-(2 ** 31)]],
  "i64.const": [l(-(2n ** 63n)), "i64", [-(2n ** 63n)]],
  "f32.const": [f(-0.1), "f32", [Math.fround(-0.1)]],
  "f64.const": [d(-0.1), "f64", [-0.1]],

  "i32.eqz": as.i32("i32.eqz", [i(0)], 1),
  "i32.eq": as.i32("i32.eq", [i(3), i(3)], 1),
  "i32.ne": as.i32("i32.ne", [i(3), i(3)], 0),
  "i32.lt_s": as.i32("i32.lt_s", [i(-1), i(1)], 1),
  "i32.lt_u": as.i32("i32.lt_u", [i(-1), i(1)], 0),
  "i32.gt_s": as.i32("i32.gt_s", [i(-1), i(1)], 0),
  "i32.gt_u": as.i32("i32.gt_u", [i(-1), i(1)], 1),
  "i32.le_s": as.i32("i32.le_s", [i(-1), i(1)], 1),
  "i32.le_u": as.i32("i32.le_u", [i(-1), i(1)], 0),
  "i32.ge_s": as.i32("i32.ge_s", [i(-1), i(1)], 0),
  "i32.ge_u": as.i32("i32.ge_u", [i(-1), i(1)], 1),
  "f32.eq": as.i32("f32.eq", [f(1), f(1)], 1),
  "f32.ne": as.i32("f32.ne", [f(1), f(1)], 0),
  "f32.lt": as.i32("f32.lt", [f(1), f(2)], 1),
  "f32.gt": as.i32("f32.gt", [f(1), f(2)], 0),
  "f32.le": as.i32("f32.le", [f(2), f(2)], 1),
  "f32.ge": as.i32("f32.ge", [f(1), f(2)], 0),
  "f64.eq": as.i32("f64.eq", [d(1), d(1)], 1),
  "f64.ne": as.i32("f64.ne", [d(1), d(1)], 0),
  "f64.lt": as.i32("f64.lt", [d(1), d(2)], 1),
  "f64.gt": as.i32("f64.gt", [d(1), d(2)], 0),
  "f64.le": as.i32("f64.le", [d(2), d(2)], 1),
  "f64.ge": as.i32("f64.ge", [d(1), d(2)], 0),

  "i32.add": as.i32("i32.add", [i(5), i(3)], 8),
  "i32.sub": as.i32("i32.sub", [i(5), i(3)], 2),
  "i32.mul": as.i32("i32.mul", [i(5), i(3)], 15),
  "i32.div_u": as.i32("i32.div_u", [i(-1), i(2)], 0x7fffffff),
  "i32.rem_u": as.i32("i32.rem_u", [i(17), i(5)], 2),
  "i32.and": as.i32("i32.and", [i(6), i(3)], 2),
  "i32.or": as.i32("i32.or", [i(6), i(3)], 7),
  "i32.xor": as.i32("i32.xor", [i(6), i(3)], 5),
  "i32.shl": as.i32("i32.shl", [i(3), i(4)], 48),
  "i32.shr_s": as.i32("i32.shr_s", [i(-16), i(2)], -4),
  "i32.shr_u": as.i32("i32.shr_u", [i(-16), i(28)], 15),
  "i64.add": as.i64("i64.add", [l(2n ** 40n), l(3n)], 2n ** 40n + 3n),
  "i64.sub": as.i64("i64.sub", [l(2n), l(3n)], -1n),
  "i64.mul": as.i64("i64.mul", [l(0xd2511f53n), l(2n ** 31n + 1n)], 0xd2511f53n * (2n ** 31n + 1n)),
  "i64.and": as.i64("i64.and", [l(6n), l(3n)], 2n),
  "i64.or": as.i64("i64.or", [l(6n), l(3n)], 7n),
  "i64.xor": as.i64("i64.xor", [l(6n), l(3n)], 5n),
  "i64.shl": as.i64("i64.shl", [l(3n), l(40n)], 3n * 2n ** 40n),
  "i64.shr_s": as.i64("i64.shr_s", [l(-16n), l(2n)], -4n),
  "i64.shr_u": as.i64("i64.shr_u", [l(-16n), l(60n)], 15n),

  "f32.abs": as.f32("f32.abs", [f(-1.5)], 1.5),
  "f32.neg": as.f32("f32.neg", [f(1.5)], -1.5),
  "f32.ceil": as.f32("f32.ceil", [f(-1.5)], -1),
  "f32.floor": as.f32("f32.floor", [f(-1.5)], -2),
  "f32.trunc": as.f32("f32.trunc", [f(-1.75)], -1),
  "f32.nearest": as.f32("f32.nearest", [f(2.5)], 2),
  "f32.sqrt": as.f32("f32.sqrt", [f(6.25)], 2.5),
  "f32.add": as.f32("f32.add", [f(1.5), f(4)], 5.5),
  "f32.sub": as.f32("f32.sub", [f(1.5), f(4)], -2.5),
  "f32.mul": as.f32("f32.mul", [f(1.5), f(4)], 6),
  "f32.div": as.f32("f32.div", [f(1.5), f(4)], 0.375),
  "f32.min": as.f32("f32.min", [f(1.5), f(4)], 1.5),
  "f32.max": as.f32("f32.max", [f(1.5), f(4)], 4),
  "f32.copysign": as.f32("f32.copysign", [f(1.5), f(-4)], -1.5),
  "f64.abs": as.f64("f64.abs", [d(-1.5)], 1.5),
  "f64.neg": as.f64("f64.neg", [d(1.5)], -1.5),
  "f64.ceil": as.f64("f64.ceil", [d(-1.5)], -1),
  "f64.floor": as.f64("f64.floor", [d(-1.5)], -2),
  "f64.trunc": as.f64("f64.trunc", [d(-1.75)], -1),
  "f64.nearest": as.f64("f64.nearest", [d(2.5)], 2),
  "f64.sqrt": as.f64("f64.sqrt", [d(6.25)], 2.5),
  "f64.add": as.f64("f64.add", [d(1.5), d(4)], 5.5),
  "f64.sub": as.f64("f64.sub", [d(1.5), d(4)], -2.5),
  "f64.mul": as.f64("f64.mul", [d(1.5), d(4)], 6),
  "f64.div": as.f64("f64.div", [d(1.5), d(4)], 0.375),
  "f64.min": as.f64("f64.min", [d(1.5), d(4)], 1.5),
  "f64.max": as.f64("f64.max", [d(1.5), d(4)], 4),
  "f64.copysign": as.f64("f64.copysign", [d(1.5), d(-4)], -1.5),
  "i32.wrap_i64": as.i32("i32.wrap_i64", [l(2n ** 40n + 5n)], 5),
  "i64.extend_i32_u": as.i64("i64.extend_i32_u", [i(-1)], 2n ** 32n - 1n),
  "i32.trunc_sat_f32_u": as.i32("i32.trunc_sat_f32_u", [["f32.const", 2.75]], 2),
  "i32.trunc_sat_f64_u": as.i32("i32.trunc_sat_f64_u", [d(-3)], 0),
  "f32.convert_i32_u": as.f32("f32.convert_i32_u", [i(-1)], 2 ** 32),
  "f64.convert_i32_u": as.f64("f64.convert_i32_u", [i(-1)], 2 ** 32 - 1),
  "f32.demote_f64": as.f32("f32.demote_f64", [d(0.1)], Math.fround(0.1)),
  "f64.promote_f32": as.f64("f64.promote_f32", [f(0.1)], Math.fround(0.1)),
  "i32.reinterpret_f32": as.i32("i32.reinterpret_f32", [f(1)], 0x3f800000),
  "i64.reinterpret_f64": as.i64("i64.reinterpret_f64", [d(1)], 0x3ff0000000000000n),
  "f32.reinterpret_i32": as.f32("f32.reinterpret_i32", [i(0x40000000)], 2),
  "f64.reinterpret_i64": as.f64("f64.reinterpret_i64", [l(0x4000000000000000n)], 2),

  "v128.load": [[i(64), A, ["v128.store", 16], i(64), ["v128.load", 16]], "f32x4", [1.5, -2.5, 0, 4]],
  "v128.load32_splat": [
    [i(64), f(3), ["f32.store", 4], i(64), ["v128.load32_splat", 4]],
    "f32x4",
    [3, 3, 3, 3],
  ],
  "v128.load64_splat": [[i(64), d(3), ["f64.store", 8], i(64), ["v128.load64_splat", 8]], "f64x2", [3, 3]],
  "v128.load64_zero": [[i(64), d(3), ["f64.store", 8], i(64), ["v128.load64_zero", 8]], "f64x2", [3, 0]],
  "v128.store": [[i(64), A, ["v128.store", 0], i(72), ["v128.load32_splat", 4]], "f32x4", [4, 4, 4, 4]],
  "v128.const": [A, "f32x4", [1.5, -2.5, 0, 4]],
  "i8x16.shuffle": [
    [A, B, ["i8x16.shuffle", 0, 1, 2, 3, 16, 17, 18, 19, 12, 13, 14, 15, 28, 29, 30, 31]],
    "f32x4",
    [1.5, 2, 4, 0.5],
  ],
  "i32x4.splat": as.i4("i32x4.splat", [i(-7)], -7, -7, -7, -7),
  "i64x2.splat": as.l2("i64x2.splat", [l(-7n)], -7n, -7n),
  "f32x4.splat": as.f4("f32x4.splat", [f(2.5)], 2.5, 2.5, 2.5, 2.5),
  "f64x2.splat": as.d2("f64x2.splat", [d(2.5)], 2.5, 2.5),
  "f32x4.extract_lane": [[A, ["f32x4.extract_lane", 3]], "f32", [4]],
  "f32x4.replace_lane": [[A, f(9), ["f32x4.replace_lane", 2]], "f32x4", [1.5, -2.5, 9, 4]],
  "f64x2.extract_lane": [[C, ["f64x2.extract_lane", 1]], "f64", [-2.5]],
  "f64x2.replace_lane": [[C, d(9), ["f64x2.replace_lane", 0]], "f64x2", [9, -2.5]],
  "f32x4.eq": as.i4("f32x4.eq", [A, B], 0, yes, 0, 0),
  "f32x4.ne": as.i4("f32x4.ne", [A, B], yes, 0, yes, yes),
  "f32x4.lt": as.i4("f32x4.lt", [A, B], yes, 0, 0, 0),
  "f32x4.gt": as.i4("f32x4.gt", [A, B], 0, 0, yes, yes),
  "f32x4.le": as.i4("f32x4.le", [A, B], yes, yes, 0, 0),
  "f32x4.ge": as.i4("f32x4.ge", [A, B], 0, yes, yes, yes),
  "f64x2.eq": as.l2("f64x2.eq", [C, D], 0n, -1n),
  "f64x2.ne": as.l2("f64x2.ne", [C, D], -1n, 0n),
  "f64x2.lt": as.l2("f64x2.lt", [C, D], -1n, 0n),
  "f64x2.gt": as.l2("f64x2.gt", [D, C], -1n, 0n),
  "f64x2.le": as.l2("f64x2.le", [D, C], 0n, -1n),
  "f64x2.ge": as.l2("f64x2.ge", [C, D], 0n, -1n),
  "v128.not": as.i4("v128.not", [i4(0, 1, -1, 5)], -1, -2, 0, -6),
  "v128.and": as.i4("v128.and", [i4(6, 6, 6, 6), i4(3, 2, 1, 0)], 2, 2, 0, 0),
  "v128.andnot": as.i4("v128.andnot", [i4(6, 6, 6, 6), i4(3, 2, 1, 0)], 4, 4, 6, 6),
  "v128.or": as.i4("v128.or", [i4(6, 6, 6, 6), i4(3, 2, 1, 0)], 7, 6, 7, 6),
  "v128.xor": as.i4("v128.xor", [i4(6, 6, 6, 6), i4(3, 2, 1, 0)], 5, 4, 7, 6),
  "v128.bitselect": as.i4("v128.bitselect", [i4(1, 2, 3, 4), i4(5, 6, 7, 8), i4(-1, 0, -1, 0)], 1, 6, 3, 8),
  "f32x4.demote_f64x2_zero": as.f4("f32x4.demote_f64x2_zero", [C], 1.5, -2.5, 0, 0),
  "f64x2.promote_low_f32x4": as.d2("f64x2.promote_low_f32x4", [A], 1.5, -2.5),
  "f32x4.ceil": as.f4("f32x4.ceil", [A], 2, -2, 0, 4),
  "f32x4.floor": as.f4("f32x4.floor", [A], 1, -3, 0, 4),
  "f32x4.trunc": as.f4("f32x4.trunc", [A], 1, -2, 0, 4),
  "f32x4.nearest": as.f4("f32x4.nearest", [f4(0.75, 2.5, -2.75, 3.5)], 1, 2, -3, 4),
  "f64x2.ceil": as.d2("f64x2.ceil", [C], 2, -2),
  "f64x2.floor": as.d2("f64x2.floor", [C], 1, -3),
  "f64x2.trunc": as.d2("f64x2.trunc", [C], 1, -2),
  "f64x2.nearest": as.d2("f64x2.nearest", [d2(2.5, -2.75)], 2, -3),
  "i32x4.shl": as.i4("i32x4.shl", [i4(1, 2, 3, -1), i(4)], 16, 32, 48, -16),
  "i32x4.shr_s": as.i4("i32x4.shr_s", [i4(16, -16, 3, -1), i(2)], 4, -4, 0, -1),
  "i32x4.shr_u": as.i4("i32x4.shr_u", [i4(16, -16, 3, -1), i(28)], 0, 15, 0, 15),
  "i32x4.add": as.i4("i32x4.add", [i4(1, 2, 3, 4), i4(10, 20, 30, -40)], 11, 22, 33, -36),
  "i32x4.sub": as.i4("i32x4.sub", [i4(1, 2, 3, 4), i4(10, 20, 30, -40)], -9, -18, -27, 44),
  "i64x2.shl": as.l2("i64x2.shl", [l2(1n, -1n), i(40)], 2n ** 40n, -(2n ** 40n)),
  "i64x2.shr_s": as.l2("i64x2.shr_s", [l2(16n, -16n), i(2)], 4n, -4n),
  "i64x2.shr_u": as.l2("i64x2.shr_u", [l2(16n, -16n), i(60)], 0n, 15n),
  "i64x2.add": as.l2("i64x2.add", [l2(1n, 2n), l2(10n, -20n)], 11n, -18n),
  "i64x2.sub": as.l2("i64x2.sub", [l2(1n, 2n), l2(10n, -20n)], -9n, 22n),
  "f32x4.abs": as.f4("f32x4.abs", [A], 1.5, 2.5, 0, 4),
  "f32x4.neg": as.f4("f32x4.neg", [B], -2, 2.5, 1, -0.5),
  "f32x4.sqrt": as.f4("f32x4.sqrt", [f4(6.25, 4, 9, 0.25)], 2.5, 2, 3, 0.5),
  "f32x4.add": as.f4("f32x4.add", [A, B], 3.5, -5, -1, 4.5),
  "f32x4.sub": as.f4("f32x4.sub", [A, B], -0.5, 0, 1, 3.5),
  "f32x4.mul": as.f4("f32x4.mul", [A, B], 3, 6.25, -0, 2),
  "f32x4.div": as.f4("f32x4.div", [A, B], 0.75, 1, -0, 8),
  "f32x4.min": as.f4("f32x4.min", [A, B], 1.5, -2.5, -1, 0.5),
  "f32x4.max": as.f4("f32x4.max", [A, B], 2, -2.5, 0, 4),
  "f64x2.abs": as.d2("f64x2.abs", [C], 1.5, 2.5),
  "f64x2.neg": as.d2("f64x2.neg", [C], -1.5, 2.5),
  "f64x2.sqrt": as.d2("f64x2.sqrt", [d2(6.25, 4)], 2.5, 2),
  "f64x2.add": as.d2("f64x2.add", [C, D], 3.5, -5),
  "f64x2.sub": as.d2("f64x2.sub", [C, D], -0.5, 0),
  "f64x2.mul": as.d2("f64x2.mul", [C, D], 3, 6.25),
  "f64x2.div": as.d2("f64x2.div", [C, D], 0.75, 1),
  "f64x2.min": as.d2("f64x2.min", [C, D], 1.5, -2.5),
  "f64x2.max": as.d2("f64x2.max", [C, D], 2, -2.5),
  "f32x4.relaxed_madd": as.f4("f32x4.relaxed_madd", [A, B, f4(1, 1, 1, 1)], 4, 7.25, 1, 3),
  "f64x2.relaxed_madd": as.d2("f64x2.relaxed_madd", [C, D, d2(1, 1)], 4, 7.25),

  "memory.atomic.notify": [[i(256), i(1), ["memory.atomic.notify", 0]], "i32", [0]],
  "memory.atomic.wait32": [[i(256), i(1), l(0n), ["memory.atomic.wait32", 0]], "i32", [1]],
  "atomic.fence": [[["atomic.fence"], i(2)], "i32", [2]],
  "i32.atomic.load": [[i(256), i(9), ["i32.store", 0], i(256), ["i32.atomic.load", 0]], "i32", [9]],
  "i32.atomic.store": [[i(256), i(8), ["i32.atomic.store", 0], i(256), ["i32.load", 0]], "i32", [8]],
  "i32.atomic.rmw.add": [
    [
      i(256),
      i(8),
      ["i32.store", 0],
      i(256),
      i(3),
      ["i32.atomic.rmw.add", 0],
      i(256),
      ["i32.load", 0],
      ["i32.mul"],
    ],
    "i32",
    [8 * 11],
  ],
  "i32.atomic.rmw.cmpxchg": [
    [
      i(256),
      i(8),
      ["i32.store", 0],
      i(256),
      i(8),
      i(5),
      ["i32.atomic.rmw.cmpxchg", 0],
      i(256),
      ["i32.load", 0],
      ["i32.mul"],
    ],
    "i32",
    [8 * 5],
  ],
};

const names = Object.keys(opcodes) as OpName[];
const { readWasm, parseWat } = await wabt();
const features = { threads: true, simd: true, relaxed_simd: true, bulk_memory: true, sat_float_to_int: true };
const memory = { initial: 1, maximum: 1, shared: true };

const doubled: WasmFunction = {
  name: "doubled",
  params: ["i32"],
  results: ["i32"],
  locals: [],
  body: [["local.get", 0], i(2), ["i32.mul"]],
  isExported: false,
};

/** A function that leaves the value of an example at the start of memory. */
function moduleOf([code, kind]: Example): Uint8Array<ArrayBuffer> {
  const isVector = kind.includes("x");
  const store = (isVector ? "v128.store" : `${kind}.store`) as OpName;
  const value = { params: [], locals: ["i32"], body: code, isExported: false } as const;
  const result = isVector ? "v128" : (kind as "i32");
  const run: Code = [i(0), ["call", "value"], [store, 0]];
  return encodeModule({
    memory,
    functions: [
      doubled,
      { ...value, name: "value", results: [result] },
      { name: "run", params: [], results: [], locals: [], body: run, isExported: true },
    ],
  });
}

describe("every instruction", () => {
  test.each(names)("%s is read by wabt as what it is, and written by wabt in the same bytes", (name) => {
    const bytes = moduleOf(examples[name]);
    const module = readWasm(bytes, features);
    const text = module.toText({ foldExprs: false, inlineExport: false });
    const again = parseWat("again.wat", text, features);
    again.resolveNames();
    expect(` ${text.replaceAll(/[()\n]/g, " ")} `).toContain(` ${name} `);
    expect(again.toBinary({}).buffer).toEqual(bytes);
  });

  test.each(names)("%s does what it should", (name) => {
    const [code, kind, expected] = examples[name];
    const used: OpName[] = [];
    const collect = (part: Code): void => {
      if (typeof part[0] === "string") used.push((part as Instruction)[0]);
      else for (const inner of part as readonly Code[]) collect(inner);
    };
    collect(code);
    expect(used).toContain(name);
    const shared = createMemory(1, 1, true);
    instantiate(compileModule(moduleOf(examples[name])), shared).run();
    expect(valuesIn(shared.buffer, kind)).toEqual(expected);
  });
});

function valuesIn(buffer: ArrayBuffer, kind: Kind): (number | bigint)[] {
  const count = Number(kind.split("x")[1] ?? 1);
  const start = { i32: Int32Array, i64: BigInt64Array, f32: Float32Array, f64: Float64Array };
  const type = kind.split("x")[0] as keyof typeof start;
  return [...new start[type](buffer, 0, count)];
}

test("an instruction that wabt reads as another one is found out", () => {
  const module = readWasm(moduleOf(examples["f32.add"]), features);
  expect(module.toText({})).not.toContain("f32.sub");
});

test("numbers of every size are encoded", () => {
  for (const value of [0, 1, 63, 64, 127, 128, 8191, 8192, 2 ** 31 - 1, -1, -64, -65, -(2 ** 31)]) {
    const shared = createMemory(1, 1, true);
    instantiate(compileModule(moduleOf([i(value), "i32", []])), shared).run();
    expect(valuesIn(shared.buffer, "i32")).toEqual([value]);
  }
});

test("code is printed with a line for each instruction", () => {
  const code: Code = [["block"], [i(1), ["br_if", 0]], ["end"], get];
  expect(codeToText(code)).toBe("block\n  i32.const 1\n  br_if 0\nend\nlocal.get 0");
});
