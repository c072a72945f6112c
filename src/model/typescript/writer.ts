import { type Affine, constantly, type Loop, variableOf } from "./affine.ts";
import type { Helper } from "./helpers.ts";

/** Loop variables, from the outermost inwards. */
const LOOP_NAMES = ["i", "j", "k", "l", "m", "n", "p", "q"] as const;

/** The lines of a generated function. */
export class Writer {
  readonly lines: string[] = [];
  readonly helpers: Set<Helper> = new Set();
  #depth = 1;
  #loops = 0;
  readonly #declared = new Set<string>();

  line(text: string): void {
    this.lines.push(`${"  ".repeat(this.#depth)}${text}`);
  }

  blank(): void {
    this.lines.push("");
  }

  /** A call of a helper asks for it to be written out. */
  use(helper: Helper): Helper {
    this.helpers.add(helper);
    return helper;
  }

  /** A statement that begins anew with names. */
  statement(body: () => void): void {
    this.#declared.clear();
    body();
  }

  /** `let sum = 0;`, under a name that the statement has not used yet. */
  declare(word: string, value: string, keyword: "let" | "const" = "let"): string {
    let name = word;
    for (let i = 2; this.#declared.has(name); i++) name = `${word}${i}`;
    this.#declared.add(name);
    this.line(`${keyword} ${name} = ${value};`);
    return name;
  }

  /** A loop, or where it would run once its body alone. */
  loop(extent: number, body: (index: Affine) => void): void {
    if (extent === 1) {
      body(constantly(0));
      return;
    }
    const { length } = LOOP_NAMES;
    const name = this.#loops < length ? LOOP_NAMES[this.#loops] : `i${this.#loops}`;
    const loop: Loop = { name, extent };
    this.line(`for (let ${name} = 0; ${name} < ${extent}; ${name}++) {`);
    this.#depth++;
    this.#loops++;
    body(variableOf(loop));
    this.#loops--;
    this.#depth--;
    this.line("}");
  }

  /** Loops over all positions of a shape. */
  loops(shape: readonly number[], body: (at: readonly Affine[]) => void, at: readonly Affine[] = []): void {
    if (at.length === shape.length) body(at);
    else this.loop(shape[at.length], (index) => this.loops(shape, body, [...at, index]));
  }

  /** In braces, where the lines of the body declare names outside of any loop. */
  block(body: () => void): void {
    if (this.#loops > 0) {
      body();
      return;
    }
    const start = this.lines.length;
    this.#depth++;
    body();
    this.#depth--;
    const written = this.lines.splice(start);
    const own = "  ".repeat(this.#depth + 1);
    const declares = written.some((line) =>
      ["let", "const"].some((word) => line.startsWith(`${own}${word} `)),
    );
    if (!declares) {
      for (const line of written) this.lines.push(line.slice(2));
      return;
    }
    this.line("{");
    this.lines.push(...written);
    this.line("}");
  }
}
