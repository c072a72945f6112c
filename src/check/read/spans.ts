/** A formula or a piece of code inside of prose. */
export interface Span {
  readonly kind: "maths" | "code";
  /** What is between the marks. */
  readonly start: number;
  readonly end: number;
  /** Where the marks begin and end. */
  readonly from: number;
  readonly to: number;
}

const OPENER = /\\(?:begin\{([a-zA-Z]{1,20}\*?)\}|[\s\S])|\$\$?|`+/g;
const BLANK_LINE = /\n[ \t]*\r?\n/;

const displays: ReadonlySet<string> = new Set(
  "equation align gather multline eqnarray displaymath math flalign alignat aligned gathered split cases"
    .split(" ")
    .flatMap((name) => [name, `${name}*`]),
);

/** The formulas and the code of a stretch of prose, in their order; one inside of another belongs to it. */
export function spansOf(text: string, from: number, to: number): Span[] {
  const stretch = text.slice(from, to);
  const finder = new SpanFinder(stretch);
  return finder.all().map((span) => ({
    ...span,
    start: span.start + from,
    end: span.end + from,
    from: span.from + from,
    to: span.to + from,
  }));
}

class SpanFinder {
  readonly #text: string;
  /** What was looked for and does not come any more: looking again would take as long again. */
  readonly #missing = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  all(): Span[] {
    const spans: Span[] = [];
    const opener = new RegExp(OPENER);
    for (let found = opener.exec(this.#text); found; found = opener.exec(this.#text)) {
      const span = this.#spanAt(found.index, found[0], found[1]);
      if (!span) continue;
      spans.push(span);
      opener.lastIndex = span.to;
    }
    return spans;
  }

  #spanAt(at: number, opener: string, environment: string | undefined): Span | undefined {
    if (environment !== undefined) return this.#environment(at, environment);
    if (opener === "\\(") return this.#until(at, 2, "\\)");
    if (opener === "\\[") return this.#until(at, 2, "\\]");
    if (opener === "$$") return this.#until(at, 2, "$$");
    if (opener === "$") return this.#formula(at);
    return opener.startsWith("`") && opener.length < 3 ? this.#code(at, opener) : undefined;
  }

  #until(at: number, length: number, closer: string): Span | undefined {
    const end = this.#find(closer, at + length);
    return end === -1
      ? undefined
      : { kind: "maths", start: at + length, end, from: at, to: end + closer.length };
  }

  #environment(at: number, name: string): Span | undefined {
    if (!displays.has(name)) return undefined;
    const closer = `\\end{${name}}`;
    const end = this.#find(closer, at);
    if (end === -1) return undefined;
    const to = end + closer.length;
    return { kind: "maths", start: at, end: to, from: at, to };
  }

  /** `$5 and $6` are prices. */
  #formula(at: number): Span | undefined {
    const end = this.#dollar(at + 1);
    const isPrice = /\d/.test(this.#text[at + 1] ?? "") && /\s/.test(this.#text[end - 1] ?? "");
    return isPrice ? undefined : this.#inParagraph(at, 1, end, "maths");
  }

  /** The next `$` that no backslash stands before. */
  #dollar(from: number): number {
    let at = this.#find("$", from);
    while (at !== -1 && this.#text[at - 1] === "\\") at = this.#find("$", at + 1);
    return at;
  }

  #code(at: number, opener: string): Span | undefined {
    const { length } = opener;
    let end = this.#find(opener, at + length);
    while (end !== -1 && (this.#text[end + length] === "`" || this.#text[end - 1] === "`")) {
      end = this.#find(opener, end + 1);
    }
    return this.#inParagraph(at, length, end, "code");
  }

  #inParagraph(at: number, length: number, end: number, kind: Span["kind"]): Span | undefined {
    if (end === -1 || BLANK_LINE.test(this.#text.slice(at, end))) return undefined;
    return { kind, start: at + length, end, from: at, to: end + length };
  }

  #find(what: string, from: number): number {
    const at = this.#missing.has(what) ? -1 : this.#text.indexOf(what, from);
    if (at === -1) this.#missing.add(what);
    return at;
  }
}
