import { Bytes } from "./bytes.ts";
import { type Code, forEachInstruction, type Instruction, type ValueType } from "./code.ts";
import { type Immediate, type Opcode, opcodes } from "./opcodes.ts";

/** A WebAssembly module that imports its memory as `env.memory`. */
export interface WasmModule {
  readonly memory: MemoryType;
  readonly functions: readonly WasmFunction[];
}

/** In pages of 64 KiB. */
interface MemoryType {
  readonly initial: number;
  readonly maximum: number;
  readonly shared: boolean;
}

export interface WasmFunction {
  readonly name: string;
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** Beside the parameters, which count first. */
  readonly locals: readonly ValueType[];
  readonly body: Code;
  readonly isExported: boolean;
}

const valueTypes: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

const sections = { type: 1, import: 2, function: 3, export: 7, code: 10 };

/** The module in the binary format. */
export function encodeModule({ memory, functions }: WasmModule): Uint8Array<ArrayBuffer> {
  const bytes = new Bytes();
  bytes.all(Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  const indices = new Map(functions.map(({ name }, index) => [name, index]));
  const exported = functions.filter(({ isExported }) => isExported);

  section(bytes, sections.type, functions, (out, { params, results }) => {
    out.byte(0x60);
    vectorOf(out, params, (type) => out.byte(valueTypes[type]));
    vectorOf(out, results, (type) => out.byte(valueTypes[type]));
  });
  section(bytes, sections.import, [memory], (out, { initial, maximum, shared }) => {
    out.text("env");
    out.text("memory");
    out.byte(0x02);
    out.byte(shared ? 0x03 : 0x01);
    out.unsigned(initial);
    out.unsigned(maximum);
  });
  section(bytes, sections.function, functions, (out, { name }) => out.unsigned(indices.get(name) ?? 0));
  section(bytes, sections.export, exported, (out, { name }) => {
    out.text(name);
    out.byte(0x00);
    out.unsigned(indices.get(name) ?? 0);
  });
  section(bytes, sections.code, functions, (out, { locals, body }) =>
    out.sized((inner) => {
      vectorOf(inner, runsOf(locals), ({ count, type }) => {
        inner.unsigned(count);
        inner.byte(valueTypes[type]);
      });
      forEachInstruction(body, (instruction) => encodeInstruction(inner, instruction, indices));
      inner.byte(opcodes.end.code);
    }),
  );
  return bytes.toArray();
}

function section<T>(
  bytes: Bytes,
  id: number,
  items: readonly T[],
  write: (out: Bytes, item: T) => void,
): void {
  bytes.byte(id);
  bytes.sized((out) => vectorOf(out, items, (item) => write(out, item)));
}

function vectorOf<T>(bytes: Bytes, items: readonly T[], write: (item: T) => void): void {
  bytes.unsigned(items.length);
  for (const item of items) write(item);
}

/** Neighbours of one type, counted. */
function runsOf(types: readonly ValueType[]): { count: number; type: ValueType }[] {
  const runs: { count: number; type: ValueType }[] = [];
  for (const type of types) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ count: 1, type });
  }
  return runs;
}

function encodeInstruction(
  bytes: Bytes,
  instruction: Instruction,
  functions: ReadonlyMap<string, number>,
): void {
  const row: Opcode = opcodes[instruction[0]];
  if (row.family) {
    bytes.byte(row.family);
    bytes.unsigned(row.code);
  } else bytes.byte(row.code);
  encoders[row.immediate](bytes, instruction, row, functions);
}

type Encoder = (
  bytes: Bytes,
  instruction: Instruction,
  row: Opcode,
  functions: ReadonlyMap<string, number>,
) => void;

const unsigned: Encoder = (bytes, instruction) => bytes.unsigned(Number(instruction[1]));
const each: Encoder = (bytes, instruction) => {
  for (let i = 1; i < instruction.length; i++) bytes.byte(Number(instruction[i]));
};

const encoders: Readonly<Record<Immediate, Encoder>> = {
  none: () => {},
  block: (bytes) => bytes.byte(0x40),
  label: unsigned,
  local: unsigned,
  function: (bytes, [, name], _row, functions) => {
    const index = functions.get(String(name));
    if (index === undefined) throw new Error(`assembler: no function is called ${name}`);
    bytes.unsigned(index);
  },
  i32: (bytes, instruction) => bytes.signed(Number(instruction[1])),
  i64: (bytes, instruction) => bytes.signedLong(BigInt(instruction[1])),
  f32: (bytes, instruction) => bytes.float32(Number(instruction[1])),
  f64: (bytes, instruction) => bytes.float64(Number(instruction[1])),
  v128: each,
  address: (bytes, instruction, { bytes: alignment = 0 }) => {
    bytes.unsigned(alignment);
    bytes.unsigned(Number(instruction[1]));
  },
  lane: each,
  lanes: each,
  memory: (bytes) => bytes.byte(0),
  memories: (bytes) => {
    bytes.byte(0);
    bytes.byte(0);
  },
  fence: (bytes) => bytes.byte(0),
};
