import * as z from "zod";

/*
 * The message of every rule is what it expects, as a phrase ("a number above 0"), for a mapping its keys:
 * problems.ts makes the sentence around it.
 */

export function number(expected: string = "a number"): z.ZodNumber {
  return z.number({ error: expected });
}

export const positive: z.ZodNumber = number("a number above 0").gt(0, "a number above 0");
export const nonNegative: z.ZodNumber = number("a number not below 0").gte(0, "a number not below 0");
export const flag: z.ZodBoolean = z.boolean({ error: "true or false" });

export function belowOne(expected: string = "a number not below 0 but below 1"): z.ZodNumber {
  return number(expected).gte(0, expected).lt(1, expected);
}

export function whole(low: number, high: number): z.ZodInt {
  const error = `a whole number from ${low} to ${high}`;
  return z.int({ error }).min(low, error).max(high, error);
}

export function text(expected: string): z.ZodString {
  return z.string({ error: expected }).min(1, expected);
}

/** A mapping with these keys and no others. */
export function mapping<const S extends z.core.$ZodLooseShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? keys : `a mapping (${keys})`),
  });
}

export const rows: z.ZodArray<z.ZodArray<z.ZodNumber>> = z.array(
  z.array(number(), { error: "a list of numbers" }),
  { error: "a list of rows of numbers" },
);
