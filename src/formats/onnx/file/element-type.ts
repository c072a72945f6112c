/** What the elements of a tensor are, by the numbers that `onnx.proto` gives them. */
const names = [
  "undefined",
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  "string",
  "bool",
  "float16",
  "float64",
  "uint32",
  "uint64",
  "complex64",
  "complex128",
  "bfloat16",
  "float8e4m3fn",
  "float8e4m3fnuz",
  "float8e5m2",
  "float8e5m2fnuz",
  "uint4",
  "int4",
  "float4e2m1",
  "float8e8m0",
  "uint2",
  "int2",
] as const;

export type ElementType = (typeof names)[number];

/** Of an unknown number: undefined. */
export function elementType(number: number): ElementType {
  return names[number] ?? "undefined";
}

export function elementTypeNumber(type: ElementType): number {
  return names.indexOf(type);
}

/** How the elements of a type are written. */
export interface Encoding {
  readonly kind: "float" | "signed" | "unsigned";
  readonly bits: number;
  /** Of a number of 16 bits or fewer with a point: the bits of its exponent, and what is added to that. */
  readonly exponent?: number;
  readonly bias?: number;
  /** Of 8 bits: whether it has infinities as the wider ones do, one pattern that is none, or only −0 as that. */
  readonly special?: "ieee" | "last" | "minus zero" | "none";
}

const encodings: Partial<Record<ElementType, Encoding>> = {
  float32: { kind: "float", bits: 32 },
  float64: { kind: "float", bits: 64 },
  float16: { kind: "float", bits: 16, exponent: 5, bias: 15, special: "ieee" },
  bfloat16: { kind: "float", bits: 16, exponent: 8, bias: 127, special: "ieee" },
  float8e4m3fn: { kind: "float", bits: 8, exponent: 4, bias: 7, special: "last" },
  float8e4m3fnuz: { kind: "float", bits: 8, exponent: 4, bias: 8, special: "minus zero" },
  float8e5m2: { kind: "float", bits: 8, exponent: 5, bias: 15, special: "ieee" },
  float8e5m2fnuz: { kind: "float", bits: 8, exponent: 5, bias: 16, special: "minus zero" },
  float4e2m1: { kind: "float", bits: 4, exponent: 2, bias: 1, special: "none" },
  int64: { kind: "signed", bits: 64 },
  int32: { kind: "signed", bits: 32 },
  int16: { kind: "signed", bits: 16 },
  int8: { kind: "signed", bits: 8 },
  int4: { kind: "signed", bits: 4 },
  int2: { kind: "signed", bits: 2 },
  uint64: { kind: "unsigned", bits: 64 },
  uint32: { kind: "unsigned", bits: 32 },
  uint16: { kind: "unsigned", bits: 16 },
  uint8: { kind: "unsigned", bits: 8 },
  uint4: { kind: "unsigned", bits: 4 },
  uint2: { kind: "unsigned", bits: 2 },
  bool: { kind: "unsigned", bits: 8 },
};

/** Undefined for text and for complex numbers, which have no place in a graph of numbers. */
export function encodingOf(type: ElementType): Encoding | undefined {
  return encodings[type];
}

/** Has it a point? Else its numbers are whole. */
export function isFloat(type: ElementType): boolean {
  return encodings[type]?.kind === "float";
}
