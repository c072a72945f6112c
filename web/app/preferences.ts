import { type Signal, signal } from "@preact/signals";
import { type StudioWords, studioEn } from "../../src/index.ts";
import { type Language, languages } from "./languages.ts";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const THEME = "backstep-theme";

/** How somebody likes to read. */
export class Preferences {
  readonly language: Signal<Language> = signal("en");
  readonly words: Signal<StudioWords> = signal(studioEn);
  readonly theme: Signal<Theme> = signal("auto");

  constructor() {
    const kept = read(THEME);
    this.setTheme(themes.find((theme) => theme === kept) ?? "auto");
  }

  async setLanguage(language: Language): Promise<void> {
    if (!languages.includes(language)) return;
    this.words.value = await wordsOf(language);
    this.language.value = language;
    document.documentElement.lang = language;
  }

  setTheme(theme: Theme): void {
    this.theme.value = theme;
    document.documentElement.dataset.theme = theme;
    keep(THEME, theme);
  }
}

async function wordsOf(language: Language): Promise<StudioWords> {
  switch (language) {
    case "zh-Hant":
      return (await import("./words-zh-hant.ts")).studioZhHant;
    case "zh-Hans":
      return (await import("./words-zh-hans.ts")).studioZhHans;
    default:
      return studioEn;
  }
}

/** A page may be forbidden to keep anything. */
function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // it is asked for again next time
  }
}
