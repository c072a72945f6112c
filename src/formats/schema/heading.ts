import * as z from "zod";
import { mapping, text } from "./rules.ts";

/** A text, or one for each language (en, zh-Hant, zh-Hans). */
export type Title = string | Readonly<Record<string, string>>;

const titles = mapping({
  en: text("a text").exactOptional(),
  "zh-Hant": text("a text").exactOptional(),
  "zh-Hans": text("a text").exactOptional(),
});

/** What every example begins with. */
export const version: z.ZodLiteral<1> = z.literal(1, { error: "1 (the version of this format)" });
export const title: z.ZodType<Title> = z.union([text("a text"), titles], {
  error: "a text or a mapping (en, zh-Hant, zh-Hans)",
});
