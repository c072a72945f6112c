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

/** Instructions of one type with codes that follow each other. */
function series<Type extends string, Name extends string>(
  row: (code: number) => Opcode,
  type: Type,
  first: number,
  names: readonly Name[],
): Record<`${Type}.${Name}`, Opcode> {
  const rows = names.map((name, i) => [`${type}.${name}`, row(first + i)]);
  return Object.fromEntries(rows);
}

const comparisons = ["eq", "ne", "lt", "gt", "le", "ge"] as const;
const signs = ["abs", "neg"] as const;
const roundings = ["ceil", "floor", "trunc", "nearest"] as const;
const arithmetic = ["sqrt", "add", "sub", "mul", "div", "min", "max"] as const;
const shifts = ["shl", "shr_s", "shr_u"] as const;
const bits = ["and", "or", "xor", ...shifts] as const;

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

  ...series(plain, "i32", 0x45, [
    "eqz",
    "eq",
    "ne",
    "lt_s",
    "lt_u",
    "gt_s",
    "gt_u",
    "le_s",
    "le_u",
    "ge_s",
    "ge_u",
  ]),
  ...series(plain, "f32", 0x5b, comparisons),
  ...series(plain, "f64", 0x61, comparisons),

  ...series(plain, "i32", 0x6a, ["add", "sub", "mul"]),
  "i32.div_u": plain(0x6e),
  "i32.rem_u": plain(0x70),
  ...series(plain, "i32", 0x71, bits),
  ...series(plain, "i64", 0x7c, ["add", "sub", "mul"]),
  ...series(plain, "i64", 0x83, bits),
  ...series(plain, "f32", 0x8b, [...signs, ...roundings, ...arithmetic, "copysign"]),
  ...series(plain, "f64", 0x99, [...signs, ...roundings, ...arithmetic, "copysign"]),

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

  ...series(vector, "f32x4", 65, comparisons),
  ...series(vector, "f64x2", 71, comparisons),
  ...series(vector, "v128", 77, ["not", "and", "andnot", "or", "xor", "bitselect"]),
  "f32x4.demote_f64x2_zero": vector(94),
  "f64x2.promote_low_f32x4": vector(95),
  ...series(vector, "f32x4", 103, roundings),
  "f64x2.ceil": vector(116),
  "f64x2.floor": vector(117),
  "f64x2.trunc": vector(122),
  "f64x2.nearest": vector(148),
  ...series(vector, "i32x4", 171, shifts),
  "i32x4.add": vector(174),
  "i32x4.sub": vector(177),
  ...series(vector, "i64x2", 203, shifts),
  "i64x2.add": vector(206),
  "i64x2.sub": vector(209),
  ...series(vector, "f32x4", 224, signs),
  ...series(vector, "f32x4", 227, arithmetic),
  ...series(vector, "f64x2", 236, signs),
  ...series(vector, "f64x2", 239, arithmetic),
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
