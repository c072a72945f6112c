import * as z from "zod";
import { InputError, type Place } from "../tensor/error.ts";
import { quote } from "../tensor/wording.ts";
import { dateParts, isScaledPart, widthOfPart } from "./dates.ts";
import { type DateFeature, type Encoding, MAX_LEVELS } from "./encoding.ts";
import { scaleNames } from "./scale.ts";

/** As many inputs as a network may have. */
const MAX_WIDTH = 1_000_000;
const MAX_TEXT = 100_000;
const MAX_MISSING = 100;

/** The encoding as plain JSON data. */
export function encodingToJson(encoding: Encoding): object {
  return { version: 1, ...encoding };
}

const text = z.string().max(MAX_TEXT);
const numbers = z.array(z.number()).max(MAX_WIDTH);
const divisors = z.array(z.number().refine((by) => by !== 0, "expected no 0")).max(MAX_WIDTH);
const width = z.int().min(1).max(MAX_WIDTH);
const scale = z.enum(scaleNames as ["none", "unit", "standard"]);
const fill = z.enum(["mean", "median"]);
const scaling = { shift: numbers, divisor: divisors };
const words = (most: number) =>
  z
    .array(text)
    .max(most)
    .refine((all) => new Set(all).size === all.length, "expected each word once");

const fits = <T extends { readonly width: number; readonly shift: readonly number[] }>(each: T): boolean =>
  Object.values(each).every((value) => !Array.isArray(value) || value.length === each.width);
const WRONG_LENGTH = "expected as many numbers as its width";

const numberFeature = z
  .strictObject({ kind: z.literal("number"), name: text, width, scale, ...scaling, fill, filled: numbers })
  .refine(fits, WRONG_LENGTH);
const categoryFeature = z.strictObject({
  kind: z.literal("category"),
  name: text,
  levels: words(MAX_LEVELS),
  unseen: z.enum(["zeros", "error"]),
});
const dateFeature = z
  .strictObject({
    kind: z.literal("date"),
    name: text,
    parts: z.array(z.enum(dateParts)).min(1).max(dateParts.length),
    scale,
    ...scaling,
    fill,
    filled: z.number(),
  })
  .refine(fitsParts, WRONG_LENGTH);

const label = z.discriminatedUnion("kind", [
  z
    .strictObject({ kind: z.literal("number"), name: text, width, scale, ...scaling })
    .refine(fits, WRONG_LENGTH),
  z
    .strictObject({
      kind: z.literal("classes"),
      name: text,
      classes: words(MAX_WIDTH).min(1),
      outputs: z.enum(["each", "one"]),
      no: z.union([z.literal(0), z.literal(-1)]),
    })
    .refine((each) => each.outputs === "each" || each.classes.length === 2, "expected two classes"),
]);

const schema: z.ZodType<Encoding & { readonly version: 1 }> = z
  .strictObject({
    version: z.literal(1),
    features: z
      .array(z.discriminatedUnion("kind", [numberFeature, categoryFeature, dateFeature]))
      .min(1)
      .max(MAX_WIDTH),
    label,
    missing: words(MAX_MISSING).exactOptional(),
  })
  .refine(
    ({ features }) => new Set(features.map(({ name }) => name)).size === features.length,
    "expected each column once",
  );

/**
 * Reads what `encodingToJson` wrote, and nothing else.
 * @param place what is blamed for what is wrong
 * @throws InputError where it is not an encoding
 */
export function encodingFromJson(json: unknown, place?: Place): Encoding {
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    const where = path.length === 0 ? "" : ` at ${quote(path.join("."))}`;
    throw new InputError(`expected an encoding of columns${where}: ${message}`, place);
  }
  const { version: _, ...encoding } = parsed.data;
  return encoding;
}

function fitsParts({ parts, shift, divisor }: Pick<DateFeature, "parts" | "shift" | "divisor">): boolean {
  const isScaled = parts.flatMap((part) => new Array<boolean>(widthOfPart(part)).fill(isScaledPart(part)));
  const untouched = isScaled.every((is, i) => is || (shift[i] === 0 && divisor[i] === 1));
  return shift.length === isScaled.length && divisor.length === isScaled.length && untouched;
}
