import { type Language, languages } from "./languages.ts";

/** What a link holds: all that a result depends on, and how it is looked at. */
export interface Shared {
  readonly file: string;
  readonly text: string;
  readonly step: number;
  /** Data that somebody dropped onto the page. */
  readonly files: Readonly<Record<string, string>>;
  readonly selected: string;
  readonly tab: string;
  readonly language: Language;
}

/** Longer links are not made, nor read. */
const MOST_CHARACTERS = 30_000;
/** What a link may unpack to. */
const MOST_BYTES = 4 * 2 ** 20;
const MOST_STEPS = 1e9;

/** @returns undefined where it would be too long for a link */
export async function toHash(state: Shared): Promise<string | undefined> {
  const size = [state.text, ...Object.values(state.files)].reduce((sum, text) => sum + text.length, 0);
  // so much would not become short enough
  if (size > 20 * MOST_CHARACTERS) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = await throughStream(bytes, new CompressionStream("deflate-raw"), MOST_BYTES);
  const text = toBase64Url(packed);
  return text.length > MOST_CHARACTERS ? undefined : `#1${text}`;
}

/** Reads what anybody may have written: undefined for whatever is not a state. */
export async function fromHash(hash: string): Promise<Shared | undefined> {
  if (!hash.startsWith("#1") || hash.length > MOST_CHARACTERS + 2) return undefined;
  try {
    const packed = fromBase64Url(hash.slice(2));
    const bytes = await throughStream(packed, new DecompressionStream("deflate-raw"), MOST_BYTES);
    return sharedOf(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}

function sharedOf(value: unknown): Shared | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { file, text, step, files, selected, tab, language } = value as Record<string, unknown>;
  const isSound =
    [file, text, selected, tab].every((one) => typeof one === "string") &&
    Number.isInteger(step) &&
    (step as number) >= 0 &&
    (step as number) <= MOST_STEPS &&
    typeof files === "object" &&
    files !== null &&
    Object.values(files).every((one) => typeof one === "string") &&
    languages.includes(language as Language);
  return isSound ? ({ file, text, step, files, selected, tab, language } as Shared) : undefined;
}

/** @throws RangeError where more comes out than `most` bytes */
async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError(`expected at most ${most} bytes, found more`);
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
