import type { Shape } from "../tensor/shape.ts";
import { JsonScanner } from "./json-scanner.ts";
import { bitsOf, isSafetensorsDtype, readableDtypes, type SafetensorsDtype } from "./safetensors-dtypes.ts";
import { shapeText, sizeWith } from "./size.ts";
import { expectedWords, quote } from "./wording.ts";

type Refuse = (message: string) => never;

/** All names and metadata together, in bytes. */
const MAX_TEXT = 16 * 2 ** 20;
/** Of tensors, and of entries of the metadata. */
const MAX_ENTRIES = 50_000;
const MAX_AXES = 32;
const METADATA = "__metadata__";

/** What a header says of a tensor; offsets count bytes from the end of the header. */
export interface Entry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** Reads the JSON of a header. */
export function readHeader(header: Uint8Array, refuse: Refuse): Header {
  const refuseAt = (message: string, at: number): never => refuse(`header, byte ${at}: ${message}`);
  const scanner = new JsonScanner(header, MAX_TEXT, refuseAt);
  const entries: Entry[] = [];
  const metadata = new Map<string, string>();
  scanner.object((name, at) => {
    if (name === METADATA) {
      scanner.object((key) => {
        if (metadata.size === MAX_ENTRIES)
          refuseAt(`expected at most ${MAX_ENTRIES} entries, found more`, at);
        metadata.set(key, scanner.string());
      });
      return;
    }
    if (entries.length === MAX_ENTRIES) refuseAt(`expected at most ${MAX_ENTRIES} tensors, found more`, at);
    entries.push(readEntry(scanner, name, (message) => refuseAt(`${quote(name)}: ${message}`, at)));
  });
  scanner.end();
  return { entries, metadata };
}

function readEntry(scanner: JsonScanner, name: string, refuse: Refuse): Entry {
  let dtype: SafetensorsDtype | undefined;
  let shape: readonly number[] | undefined;
  let offsets: readonly number[] | undefined;
  scanner.object((key) => {
    if (key === "dtype") dtype = readDtype(scanner.string(), refuse);
    else if (key === "shape") shape = wholeNumbers(scanner, "axes", MAX_AXES, refuse);
    else if (key === "data_offsets") offsets = wholeNumbers(scanner, "offsets", 2, refuse);
    else refuse(`expected dtype, shape and data_offsets, found ${quote(key)}`);
  });
  if (dtype === undefined) return refuse("expected a dtype, found none");
  if (shape === undefined) return refuse("expected a shape, found none");
  if (offsets === undefined) return refuse("expected data_offsets, found none");
  if (offsets.length !== 2) return refuse(`expected 2 data_offsets, found ${offsets.length}`);
  const [begin, end] = offsets;
  if (end < begin) refuse(`expected data_offsets in ascending order, found ${begin} and ${end}`);
  checkSize(dtype, shape, end - begin, refuse);
  return { name, dtype, shape, begin, end };
}

function readDtype(name: string, refuse: Refuse): SafetensorsDtype {
  if (isSafetensorsDtype(name)) return name;
  return refuse(`unknown dtype ${quote(name)}: ${expectedWords(name, readableDtypes)}`);
}

function wholeNumbers(
  scanner: JsonScanner,
  things: string,
  limit: number,
  refuse: Refuse,
): readonly number[] {
  const numbers: number[] = [];
  scanner.array(() => {
    if (numbers.length === limit) refuse(`expected at most ${limit} ${things}, found more`);
    numbers.push(scanner.wholeNumber());
  });
  return numbers;
}

function checkSize(dtype: SafetensorsDtype, shape: Shape, found: number, refuse: Refuse): void {
  const bits = sizeWith(shape, bitsOf(dtype), refuse);
  if (bits !== 8 * found) {
    refuse(
      `expected ${bits / 8} bytes for ${dtype} numbers of the shape ${shapeText(shape)}, found ${found}`,
    );
  }
}
