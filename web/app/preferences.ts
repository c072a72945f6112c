import { effect, type Signal, signal } from "@preact/signals";
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

  /** Keeps an element, and the next visit, as somebody likes them. */
  applyTo(element: HTMLElement): void {
    const kept = read(THEME);
    this.theme.value = themes.find((theme) => theme === kept) ?? "auto";
    effect(() => {
      element.dataset.theme = this.theme.value;
      element.lang = this.language.value;
      keep(THEME, this.theme.value);
    });
  }

  async setLanguage(language: Language): Promise<void> {
    if (!languages.includes(language)) return;
    this.words.value = await wordsOf(language);
    this.language.value = language;
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
