/** Functions that generated code calls, each written out once in a module that needs it. */
export type Helper = "sigmoid" | "step" | "softplus" | "square" | "erf" | "rowOf" | "fromBase64";

const texts: Readonly<Record<Helper, string>> = {
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
};

/** The functions of these names, in the order of the table. */
export function helperTexts(names: ReadonlySet<Helper>): string[] {
  return (Object.keys(texts) as Helper[]).filter((name) => names.has(name)).map((name) => texts[name]);
}
