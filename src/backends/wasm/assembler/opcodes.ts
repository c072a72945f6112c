/** What follows an opcode in the bytes. */
export type Immediate =
  | "none"
  | "block"
  | "label"
  | "function"
  | "local"
  | "i32"
  | "i64"
  | "f32"
  | "f64"
  | "v128"
  | "address"
  | "lane"
  | "lanes"
  | "memory"
  | "memories"
  | "fence";

/** One row of the instruction set. */
export interface Opcode {
  /** Of the family: plain, 0xfc (bulk memory, saturating conversions), 0xfd (vectors), 0xfe (atomics). */
  readonly family?: 0xfc | 0xfd | 0xfe;
  readonly code: number;
  readonly immediate: Immediate;
  /** Of instructions that touch memory: how many bytes, as a power of two, which is also the alignment. */
  readonly bytes?: number;
}

const plain = (code: number, immediate: Immediate = "none"): Opcode => ({ code, immediate });
const bulk = (code: number, immediate: Immediate): Opcode => ({ family: 0xfc, code, immediate });
const vector = (code: number, immediate: Immediate = "none"): Opcode => ({ family: 0xfd, code, immediate });
const access = (code: number, bytes: number): Opcode => ({ code, immediate: "address", bytes });
const vectorAccess = (code: number, bytes: number): Opcode => ({ ...access(code, bytes), family: 0xfd });
const atomic = (code: number): Opcode => ({ family: 0xfe, code, immediate: "address", bytes: 2 });

type Control = "unreachable" | "block" | "loop" | "if" | "else" | "end" | "br" | "br_if" | "return" | "call";
type Local = `local.${"get" | "set" | "tee"}`;
type Float = "f32" | "f64";
type FloatVector = "f32x4" | "f64x2";
type IntegerVector = "i32x4" | "i64x2";
type Scalar = "i32" | "i64" | Float;
type Signed<Name extends string> = `${Name}_s` | `${Name}_u`;
type Rounding = "ceil" | "floor" | "trunc" | "nearest";
type Arithmetic = "add" | "sub" | "mul" | "div" | "min" | "max" | "abs" | "neg" | "sqrt" | Rounding;
type Comparison = "eq" | "ne" | "lt" | "gt" | "le" | "ge";
type Ordering = "eq" | "ne" | Signed<"lt" | "gt" | "le" | "ge">;
type Bitwise = "add" | "sub" | "and" | "or" | "xor" | "shl" | Signed<"shr">;
type Conversion =
  | "i32.wrap_i64"
  | "i64.extend_i32_u"
  | `i32.trunc_sat_${Float}_u`
  | "f32.convert_i32_u"
  | "f64.convert_i32_u"
  | "f32.demote_f64"
  | "f64.promote_f32"
  | "i32.reinterpret_f32"
  | "i64.reinterpret_f64"
  | "f32.reinterpret_i32"
  | "f64.reinterpret_i64"
  | "f32x4.demote_f64x2_zero"
  | "f64x2.promote_low_f32x4";
type VectorAccess = "load" | "load32_splat" | "load64_splat" | "load64_zero" | "store";
type VectorBits = "const" | "not" | "and" | "andnot" | "or" | "xor" | "bitselect";
type Atomic = "load" | "store" | "rmw.add" | "rmw.cmpxchg";

/** The name of an instruction in the text format. */
export type OpName =
  | Control
  | Local
  | "drop"
  | "select"
  | `${Scalar}.${"load" | "store" | "const"}`
  | `memory.${"copy" | "fill"}`
  | `i32.${"eqz" | Ordering | Bitwise | "mul" | "div_u" | "rem_u"}`
  | `i64.${Bitwise | "mul"}`
  | `${Float}.${Comparison | Arithmetic | "copysign"}`
  | Conversion
  | `v128.${VectorAccess | VectorBits}`
  | "i8x16.shuffle"
  | `${FloatVector | IntegerVector}.splat`
  | `${FloatVector}.${Comparison | Arithmetic | "extract_lane" | "replace_lane" | "relaxed_madd"}`
  | `${IntegerVector}.${"add" | "sub" | "shl" | Signed<"shr">}`
  | `memory.atomic.${"notify" | "wait32"}`
  | "atomic.fence"
  | `i32.atomic.${Atomic}`;

/** The instructions that the compiler may use. */
export const opcodes: Readonly<Record<OpName, Opcode>> = {
  unreachable: plain(0x00),
  block: plain(0x02, "block"),
  loop: plain(0x03, "block"),
  if: plain(0x04, "block"),
  else: plain(0x05),
  end: plain(0x0b),
  br: plain(0x0c, "label"),
  br_if: plain(0x0d, "label"),
  return: plain(0x0f),
  call: plain(0x10, "function"),
  drop: plain(0x1a),
  select: plain(0x1b),

  "local.get": plain(0x20, "local"),
  "local.set": plain(0x21, "local"),
  "local.tee": plain(0x22, "local"),

  "i32.load": access(0x28, 2),
  "i64.load": access(0x29, 3),
  "f32.load": access(0x2a, 2),
  "f64.load": access(0x2b, 3),
  "i32.store": access(0x36, 2),
  "i64.store": access(0x37, 3),
  "f32.store": access(0x38, 2),
  "f64.store": access(0x39, 3),
  "memory.copy": bulk(10, "memories"),
  "memory.fill": bulk(11, "memory"),

  "i32.const": plain(0x41, "i32"),
  "i64.const": plain(0x42, "i64"),
  "f32.const": plain(0x43, "f32"),
  "f64.const": plain(0x44, "f64"),

  "i32.eqz": plain(0x45),
  "i32.eq": plain(0x46),
  "i32.ne": plain(0x47),
  "i32.lt_s": plain(0x48),
  "i32.lt_u": plain(0x49),
  "i32.gt_s": plain(0x4a),
  "i32.gt_u": plain(0x4b),
  "i32.le_s": plain(0x4c),
  "i32.le_u": plain(0x4d),
  "i32.ge_s": plain(0x4e),
  "i32.ge_u": plain(0x4f),

  "f32.eq": plain(0x5b),
  "f32.ne": plain(0x5c),
  "f32.lt": plain(0x5d),
  "f32.gt": plain(0x5e),
  "f32.le": plain(0x5f),
  "f32.ge": plain(0x60),
  "f64.eq": plain(0x61),
  "f64.ne": plain(0x62),
  "f64.lt": plain(0x63),
  "f64.gt": plain(0x64),
  "f64.le": plain(0x65),
  "f64.ge": plain(0x66),

  "i32.add": plain(0x6a),
  "i32.sub": plain(0x6b),
  "i32.mul": plain(0x6c),
  "i32.div_u": plain(0x6e),
  "i32.rem_u": plain(0x70),
  "i32.and": plain(0x71),
  "i32.or": plain(0x72),
  "i32.xor": plain(0x73),
  "i32.shl": plain(0x74),
  "i32.shr_s": plain(0x75),
  "i32.shr_u": plain(0x76),

  "i64.add": plain(0x7c),
  "i64.sub": plain(0x7d),
  "i64.mul": plain(0x7e),
  "i64.and": plain(0x83),
  "i64.or": plain(0x84),
  "i64.xor": plain(0x85),
  "i64.shl": plain(0x86),
  "i64.shr_s": plain(0x87),
  "i64.shr_u": plain(0x88),

  "f32.abs": plain(0x8b),
  "f32.neg": plain(0x8c),
  "f32.ceil": plain(0x8d),
  "f32.floor": plain(0x8e),
  "f32.trunc": plain(0x8f),
  "f32.nearest": plain(0x90),
  "f32.sqrt": plain(0x91),
  "f32.add": plain(0x92),
  "f32.sub": plain(0x93),
  "f32.mul": plain(0x94),
  "f32.div": plain(0x95),
  "f32.min": plain(0x96),
  "f32.max": plain(0x97),
  "f32.copysign": plain(0x98),
  "f64.abs": plain(0x99),
  "f64.neg": plain(0x9a),
  "f64.ceil": plain(0x9b),
  "f64.floor": plain(0x9c),
  "f64.trunc": plain(0x9d),
  "f64.nearest": plain(0x9e),
  "f64.sqrt": plain(0x9f),
  "f64.add": plain(0xa0),
  "f64.sub": plain(0xa1),
  "f64.mul": plain(0xa2),
  "f64.div": plain(0xa3),
  "f64.min": plain(0xa4),
  "f64.max": plain(0xa5),
  "f64.copysign": plain(0xa6),

  "i32.wrap_i64": plain(0xa7),
  "i64.extend_i32_u": plain(0xad),
  "i32.trunc_sat_f32_u": bulk(1, "none"),
  "i32.trunc_sat_f64_u": bulk(3, "none"),
  "f32.convert_i32_u": plain(0xb3),
  "f64.convert_i32_u": plain(0xb8),
  "f32.demote_f64": plain(0xb6),
  "f64.promote_f32": plain(0xbb),
  "i32.reinterpret_f32": plain(0xbc),
  "i64.reinterpret_f64": plain(0xbd),
  "f32.reinterpret_i32": plain(0xbe),
  "f64.reinterpret_i64": plain(0xbf),

  "v128.load": vectorAccess(0, 4),
  "v128.load32_splat": vectorAccess(9, 2),
  "v128.load64_splat": vectorAccess(10, 3),
  "v128.load64_zero": vectorAccess(93, 3),
  "v128.store": vectorAccess(11, 4),
  "v128.const": vector(12, "v128"),
  "i8x16.shuffle": vector(13, "lanes"),
  "i32x4.splat": vector(17),
  "i64x2.splat": vector(18),
  "f32x4.splat": vector(19),
  "f64x2.splat": vector(20),
  "f32x4.extract_lane": vector(31, "lane"),
  "f32x4.replace_lane": vector(32, "lane"),
  "f64x2.extract_lane": vector(33, "lane"),
  "f64x2.replace_lane": vector(34, "lane"),

  "f32x4.eq": vector(65),
  "f32x4.ne": vector(66),
  "f32x4.lt": vector(67),
  "f32x4.gt": vector(68),
  "f32x4.le": vector(69),
  "f32x4.ge": vector(70),
  "f64x2.eq": vector(71),
  "f64x2.ne": vector(72),
  "f64x2.lt": vector(73),
  "f64x2.gt": vector(74),
  "f64x2.le": vector(75),
  "f64x2.ge": vector(76),

  "v128.not": vector(77),
  "v128.and": vector(78),
  "v128.andnot": vector(79),
  "v128.or": vector(80),
  "v128.xor": vector(81),
  "v128.bitselect": vector(82),
  "f32x4.demote_f64x2_zero": vector(94),
  "f64x2.promote_low_f32x4": vector(95),
  "f32x4.ceil": vector(103),
  "f32x4.floor": vector(104),
  "f32x4.trunc": vector(105),
  "f32x4.nearest": vector(106),
  "f64x2.ceil": vector(116),
  "f64x2.floor": vector(117),
  "f64x2.trunc": vector(122),
  "f64x2.nearest": vector(148),
  "i32x4.shl": vector(171),
  "i32x4.shr_s": vector(172),
  "i32x4.shr_u": vector(173),
  "i32x4.add": vector(174),
  "i32x4.sub": vector(177),
  "i64x2.shl": vector(203),
  "i64x2.shr_s": vector(204),
  "i64x2.shr_u": vector(205),
  "i64x2.add": vector(206),
  "i64x2.sub": vector(209),
  "f32x4.abs": vector(224),
  "f32x4.neg": vector(225),
  "f32x4.sqrt": vector(227),
  "f32x4.add": vector(228),
  "f32x4.sub": vector(229),
  "f32x4.mul": vector(230),
  "f32x4.div": vector(231),
  "f32x4.min": vector(232),
  "f32x4.max": vector(233),
  "f64x2.abs": vector(236),
  "f64x2.neg": vector(237),
  "f64x2.sqrt": vector(239),
  "f64x2.add": vector(240),
  "f64x2.sub": vector(241),
  "f64x2.mul": vector(242),
  "f64x2.div": vector(243),
  "f64x2.min": vector(244),
  "f64x2.max": vector(245),
  "f32x4.relaxed_madd": vector(0x105),
  "f64x2.relaxed_madd": vector(0x107),

  "memory.atomic.notify": atomic(0),
  "memory.atomic.wait32": atomic(1),
  "atomic.fence": { family: 0xfe, code: 3, immediate: "fence" },
  "i32.atomic.load": atomic(0x10),
  "i32.atomic.store": atomic(0x17),
  "i32.atomic.rmw.add": atomic(0x1e),
  "i32.atomic.rmw.cmpxchg": atomic(0x48),
};
