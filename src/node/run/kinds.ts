/** Is a value what it is expected to be? For files that anybody may have written. */
export type Kind = (value: unknown) => boolean;

export const text: Kind = (value) => typeof value === "string";
export const flag: Kind = (value) => typeof value === "boolean";
export const number: Kind = (value) => typeof value === "number";
export const whole: Kind = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const amount: Kind = (value) => typeof value === "number" && value >= 0;

export const mapping: Kind = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

export const optional =
  (kind: Kind): Kind =>
  (value) =>
    value === undefined || kind(value);

export const list =
  (item: Kind): Kind =>
  (value) =>
    Array.isArray(value) && value.every(item);

/** A mapping whose every value is one. */
export const each =
  (kind: Kind): Kind =>
  (value) =>
    mapping(value) && Object.values(value as object).every(kind);

/** A mapping with at least these members. */
export const record =
  (kinds: Readonly<Record<string, Kind>>): Kind =>
  (value) =>
    mapping(value) && Object.entries(kinds).every(([key, kind]) => kind(member(value as object, key)));

export const oneOf =
  (words: readonly string[]): Kind =>
  (value) =>
    words.some((word) => word === value);

export function member(of: object, key: string): unknown {
  return Object.hasOwn(of, key) ? (of as Record<string, unknown>)[key] : undefined;
}
