/** Functions that generated code calls, each written out once in a module that needs it. */
export type Helper = keyof typeof texts;

const texts = {
  sigmoid: `function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}`,
  step: `function step(x: number): number {
  return x > 0 ? 1 : x <= 0 ? 0 : Number.NaN;
}`,
  softplus: `/** ln(1 + e^x), in a form that does not overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}`,
  square: `function square(x: number): number {
  return x * x;
}`,
  erf: `/** The error function: Abramowitz and Stegun 7.1.6 near zero, 7.1.14 in the tails. */
function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size > 6) return Math.sign(x);
  const gauss = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (size >= 2.5) {
    let tail = size;
    for (let level = 60; level > 0; level--) tail = size + level / 2 / tail;
    return Math.sign(x) * (1 - gauss / tail);
  }
  let term = x;
  let sum = x;
  for (let n = 1; sum + term !== sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return 2 * gauss * sum;
}`,
  dot: `/** Σ a·b of so many numbers; each is so far behind the one before. */
function dot(
  a: ArrayLike<number>,
  aStart: number,
  aStep: number,
  b: ArrayLike<number>,
  bStart: number,
  bStep: number,
  count: number,
): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += a[aStart + k * aStep] * b[bStart + k * bStep];
  return sum;
}`,
  rowOf: `/** The row, counted from 0, that an index chooses of so many; -1 where it chooses none. */
function rowOf(index: number, count: number): number {
  const row = Math.round(index);
  return Math.abs(index - row) <= 0.25 && row >= 0 && row < count ? row : -1;
}`,
  fromBase64: `/** Little-endian numbers of so many bytes each, from base64 with line breaks. */
function fromBase64(text: string, width: 4 | 8): Float64Array {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < 64; i++) values[letters.charCodeAt(i)] = i;
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let size = 0;
  let bits = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)] ?? -1;
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[size++] = (bits >> count) & 0xff;
  }
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: Math.floor(size / width) }, (_, i) =>
    width === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true),
  );
}`,
  valueIn: `/** What stands in a column of a row. */
function valueIn(row: object, name: string): unknown {
  const value: unknown = Object.prototype.hasOwnProperty.call(row, name) ? (row as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value.trim() : value;
}`,
  isMissing: `/** Does a cell say that there is no value? */
function isMissing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  const text = String(value);
  return missing.has(missingInAnyCase ? text.toLowerCase() : text);
}`,
  numberIn: `/** The number in a column of a row; where there is none, what stands for it. */
function numberIn(row: object, name: string, filled: number): number {
  const value = valueIn(row, name);
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (isMissing(value)) return filled;
  if (typeof value === "string" && /^[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?$/i.test(value) && Number.isFinite(Number(value))) {
    return Number(value);
  }
  throw new RangeError(\`\${name}: expected a number, found \${JSON.stringify(value)}\`);
}`,
  writeNumbers: `/** The numbers in a column that has several, scaled. */
function writeNumbers(
  inputs: Float64Array,
  at: number,
  row: object,
  name: string,
  filled: Float64Array,
  shift: Float64Array,
  divisor: Float64Array,
): void {
  const values = valueIn(row, name) as ArrayLike<number> | undefined;
  if (values?.length !== shift.length) throw new RangeError(\`\${name}: expected \${shift.length} numbers\`);
  for (let i = 0; i < shift.length; i++) {
    const value = Number.isNaN(values[i]) ? filled[i] : values[i];
    if (!Number.isFinite(value)) throw new RangeError(\`\${name}: expected numbers, found \${String(values[i])}\`);
    inputs[at + i] = (value - shift[i]) / divisor[i];
  }
}`,
  writeLevel: `/** 1 for the level of the row, 0 for the others, and for all where it is missing or unknown. */
function writeLevel(
  inputs: Float64Array,
  at: number,
  row: object,
  name: string,
  levels: readonly string[],
  unknownIsError: boolean,
): void {
  const value = valueIn(row, name);
  if (isMissing(value)) return;
  const level = levels.indexOf(String(value));
  if (level >= 0) inputs[at + level] = 1;
  else if (unknownIsError) throw new RangeError(\`\${name}: expected one of its levels, found \${JSON.stringify(value)}\`);
}`,
  writeDate: `/** Numbers for the parts of a date, scaled; of what goes round, sine and cosine. */
function writeDate(
  inputs: Float64Array,
  at: number,
  row: object,
  name: string,
  parts: readonly ("time" | "year" | "month" | "weekday" | "hour")[],
  filled: number,
  shift: readonly number[],
  divisor: readonly number[],
): void {
  const value = valueIn(row, name);
  const seconds = isMissing(value) ? filled : secondsIn(String(value));
  if (seconds === undefined) throw new RangeError(\`\${name}: expected a date (ISO 8601), found \${JSON.stringify(value)}\`);
  const day = Math.floor(seconds / 86400);
  const date = new Date(day * 86400000);
  const rounds = { month: date.getUTCMonth() / 12, weekday: ((((day + 3) % 7) + 7) % 7) / 7, hour: seconds / 86400 - day };
  const numbers = parts.flatMap((part) => {
    if (part === "time") return [seconds / 86400];
    if (part === "year") return [date.getUTCFullYear()];
    return [Math.sin(2 * Math.PI * rounds[part]), Math.cos(2 * Math.PI * rounds[part])];
  });
  for (let i = 0; i < numbers.length; i++) inputs[at + i] = (numbers[i] - shift[i]) / divisor[i];
}`,
  secondsIn: `/** Seconds since 1970-01-01T00:00:00Z, of a text in ISO 8601; undefined where it is none. */
function secondsIn(text: string): number | undefined {
  const found =
    /^(\\d{4})-(\\d\\d)(?:-(\\d\\d)(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?)?$/i.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part, i) => Number(part ?? (i === 2 ? 1 : 0)));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const zone = found[8] === undefined || /^z$/i.test(found[8]) ? "+0000" : found[8];
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(":", ""))];
  if (hours > 23 || minutes > 59) return undefined;
  const offset = (zone[0] === "-" ? -60 : 60) * (60 * hours + minutes);
  const part = found[7] === undefined ? 0 : Number(\`0.\${found[7]}\`);
  return date.getTime() / 1000 + 3600 * hour + 60 * minute + second + part - offset;
}`,
} as const;

/** What each of them calls in its turn. */
const calls: Partial<Readonly<Record<Helper, readonly Helper[]>>> = {
  numberIn: ["valueIn", "isMissing"],
  writeNumbers: ["valueIn"],
  writeLevel: ["valueIn", "isMissing"],
  writeDate: ["valueIn", "isMissing", "secondsIn"],
};

/** These and all that they call. */
export function withCalled(names: ReadonlySet<Helper>): ReadonlySet<Helper> {
  return new Set([...names].flatMap((name) => [name, ...(calls[name] ?? [])]));
}

/** The functions of these names, in the order of the table. */
export function helperTexts(names: ReadonlySet<Helper>): string[] {
  return (Object.keys(texts) as Helper[]).filter((name) => names.has(name)).map((name) => texts[name]);
}
