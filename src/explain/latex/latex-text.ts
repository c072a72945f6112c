import { escapeLatex } from "./latex.ts";

/** Somebody's words as running text of a document, in which quotes and dashes stay as they are. */
export function textToLatex(text: string): string {
  const escaped = withoutLigatures(escapeLatex(text.normalize("NFC")));
  // after a line's end an asterisk or a bracket would be taken for an argument
  return /^[*[]/.test(escaped) ? `{}${escaped}` : escaped;
}

/** Of some characters TeX would make quotes and dashes. */
function withoutLigatures(text: string): string {
  return text
    .replaceAll("'", "\\textquotesingle{}")
    .replaceAll("`", "\\textasciigrave{}")
    .replace(/([-,])(?=\1)/g, "$1{}");
}

/** Words within a formula. */
const wordsInMath = /\\text\{(?:[^{}\\]|\\[a-zA-Z]+\{\}|\\.)*\}/gs;

/** Symbols that are not letters of a language: set as mathematics, wherever they stand. */
const symbols: Readonly<Record<string, string>> = {
  "→": "\\rightarrow",
  "←": "\\leftarrow",
  "≈": "\\approx",
  "≠": "\\neq",
  "≤": "\\leq",
  "≥": "\\geq",
  "−": "-",
  "⋅": "\\cdot",
  "∞": "\\infty",
  "∂": "\\partial",
  "∑": "\\sum",
  "⋮": "\\vdots",
  "⁺": "{}^{+}",
  α: "\\alpha",
  β: "\\beta",
  γ: "\\gamma",
  δ: "\\delta",
  ε: "\\varepsilon",
  η: "\\eta",
  θ: "\\theta",
  λ: "\\lambda",
  μ: "\\mu",
  π: "\\pi",
  ρ: "\\rho",
  σ: "\\sigma",
  τ: "\\tau",
  φ: "\\varphi",
  ω: "\\omega",
  Δ: "\\Delta",
  Σ: "\\Sigma",
};

/** What a document in Latin letters is set from, without any font to be found: the letters of T1. */
const latin =
  /^[\n\u0020-\u007E\u00A0-\u00FF\u0100-\u0125\u0128-\u0130\u0134-\u0137\u0139-\u013E\u0141-\u0148\u014A-\u0165\u0168-\u017E–—‘’“”‚„…‹›]*$/u;

const chinese =
  "[\\p{Script=Han}\\p{Script=Bopomofo}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u3000-\\u303F\\uFF00-\\uFFEF]";
const rightToLeft = "[\\p{Script=Hebrew}\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Thaana}]";

export interface Scripts {
  readonly body: string;
  /** Are there letters for which a font has to be found? */
  readonly needsFonts: boolean;
}

/**
 * Makes a document's text out of what TeX can set: symbols become mathematics, and letters of other scripts are
 * marked for their fonts, save Chinese ones in a Chinese document.
 */
export function setScripts(text: string, isChinese: boolean): Scripts {
  const body = text
    .normalize("NFC")
    .replace(wordsInMath, withoutLigatures)
    // marks that only steer the direction of a text, and characters that are none
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\p{Cn}\p{Co}]/gu, "")
    .replace(/[^\0-\u00FF]/gu, (character) =>
      character in symbols ? `\\ensuremath{${symbols[character]}}` : character,
    );
  if (latin.test(body)) return { body, needsFonts: false };
  return { body: markRuns(body, isChinese), needsFonts: true };
}

function markRuns(body: string, isChinese: boolean): string {
  const run = (letters: string) => `${letters}(?:${letters}|\\p{M}|\\u200D|\\uFE0F| (?=${letters}))*`;
  const runs = new RegExp(
    `(?<chinese>${run(chinese)})|(?<rtl>${run(rightToLeft)})|(?<other>${run("[^\\0-\\u024F\\u2010-\\u2026]")})`,
    "gu",
  );
  return body.replace(runs, (found, ...rest) => {
    const groups = rest[rest.length - 1] as Record<string, string | undefined>;
    if (groups.chinese !== undefined) return isChinese ? found : `\\chinesetext{${found}}`;
    return groups.rtl === undefined ? `\\othertext{${found}}` : `\\righttoleft{${found}}`;
  });
}
