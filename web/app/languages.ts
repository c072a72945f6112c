import type { Language } from "../../src/index.ts";

export type { Language };
export const languages: readonly Language[] = ["en", "zh-Hant", "zh-Hans"];
