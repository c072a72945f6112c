/** Commands with one argument, and how much wider than it they are. */
const oneArgument: Readonly<Record<string, number>> = {
  hat: 0,
  sqrt: 0.8,
  mathit: 0,
  text: 0,
  operatorname: 0,
};

const wide: Readonly<Record<string, number>> = {
  cdot: 0.7,
  times: 1.2,
  approx: 1.3,
  infty: 1,
  quad: 1,
  left: 0,
  right: 0,
};

/** Characters that are not as wide as a letter. */
const characters: Readonly<Record<string, number>> = {
  " ": 0,
  "=": 1.3,
  "+": 1.2,
  "-": 1.2,
  ".": 0.3,
  ",": 0.45,
  "(": 0.4,
  ")": 0.4,
  ">": 1.3,
};

/** Roughly how wide a formula is when it is set, in em: enough to tell whether it fits a line. */
export function widthOfLatex(latex: string): number {
  // braces change in which order widths are added up, and must not change what fits
  return Math.round(new Ruler(latex).width() * 1e6) / 1e6;
}

class Ruler {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Up to the brace that closes the group, or to the end. */
  width(): number {
    let total = 0;
    while (this.#at < this.#text.length) {
      if (this.#text[this.#at] === "}") {
        this.#at++;
        return total;
      }
      total += this.#piece();
    }
    return total;
  }

  #piece(): number {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) as number);
    this.#at += character.length;
    if (character === "{") return this.width();
    if (character === "_" || character === "^") return 0.7 * this.#piece();
    if (character !== "\\") return characterWidth(character);
    const name = /^(?:[a-zA-Z]+|.?)/u.exec(this.#text.slice(this.#at))?.[0] ?? "";
    this.#at += name.length;
    return this.#command(name);
  }

  #command(name: string): number {
    if (/^[dt]?frac$/.test(name)) {
      const width = Math.max(this.#argument(), this.#argument()) + 0.3;
      return name === "tfrac" ? 0.7 * width : width;
    }
    if (name === "of") {
      this.#argument();
      return this.#argument();
    }
    if (name in oneArgument) return oneArgument[name] + this.#argument();
    if (name in wide) return wide[name];
    // \ln, \tanh are as wide as their names, \sigma is a letter
    return /^(?:ln|cos|tanh|max)$/.test(name) ? name.length * 0.55 : 0.6;
  }

  #argument(): number {
    while (this.#text[this.#at] === " ") this.#at++;
    return this.#at < this.#text.length ? this.#piece() : 0;
  }
}

function characterWidth(character: string): number {
  const known = characters[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) as number;
  // Chinese characters, and others as wide, stand behind all alphabets; fonts of other scripts may be wide
  if (code > 0x1100) return 1;
  return code > 0x24f || /[A-Zmw%@]/.test(character) ? 0.8 : 0.55;
}
