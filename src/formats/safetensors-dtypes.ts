import { bytesOf, type NumberKind } from "./number-kinds.ts";

type ReadableDtype =
  | "F64"
  | "F32"
  | "F16"
  | "BF16"
  | "I64"
  | "I32"
  | "I16"
  | "I8"
  | "U64"
  | "U32"
  | "U16"
  | "U8"
  | "BOOL";

/** Dtypes of the reference library (0.8) whose bytes are passed on, but not read as numbers. */
type OpaqueDtype =
  | "F8_E5M2"
  | "F8_E4M3"
  | "F8_E8M0"
  | "F8_E4M3FNUZ"
  | "F8_E5M2FNUZ"
  | "F6_E2M3"
  | "F6_E3M2"
  | "F4"
  | "C64";

export type SafetensorsDtype = ReadableDtype | OpaqueDtype;

const kinds: Readonly<Record<ReadableDtype, NumberKind>> = {
  F64: "f64",
  F32: "f32",
  F16: "f16",
  BF16: "bf16",
  I64: "i64",
  I32: "i32",
  I16: "i16",
  I8: "i8",
  U64: "u64",
  U32: "u32",
  U16: "u16",
  U8: "u8",
  BOOL: "bool",
};

const opaqueBits: Readonly<Record<OpaqueDtype, number>> = {
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F4: 4,
  C64: 64,
};

export const readableDtypes: readonly string[] = Object.keys(kinds);

export function isSafetensorsDtype(name: string): name is SafetensorsDtype {
  return Object.hasOwn(kinds, name) || Object.hasOwn(opaqueBits, name);
}

/** The kind of its numbers; undefined where it cannot be read as numbers. */
export function kindOf(dtype: SafetensorsDtype): NumberKind | undefined {
  return isReadable(dtype) ? kinds[dtype] : undefined;
}

export function bitsOf(dtype: SafetensorsDtype): number {
  return isReadable(dtype) ? 8 * bytesOf(kinds[dtype]) : opaqueBits[dtype];
}

function isReadable(dtype: SafetensorsDtype): dtype is ReadableDtype {
  return Object.hasOwn(kinds, dtype);
}
