import type { Code, ValueType } from "../assembler/code.ts";
import type { WasmFunction } from "../assembler/module.ts";

/** The body of a function while it is being written. */
export class Body {
  readonly params: readonly ValueType[];
  readonly #locals: ValueType[] = [];
  #code: Code[] = [];

  constructor(params: readonly ValueType[] = []) {
    this.params = params;
  }

  emit(...code: readonly Code[]): void {
    this.#code.push(...code);
  }

  /** The index of a new local. */
  local(type: ValueType): number {
    this.#locals.push(type);
    return this.params.length + this.#locals.length - 1;
  }

  /** Calculates once; what it returns reads the result. */
  let(type: ValueType, code: Code): Code {
    const local = this.local(type);
    this.emit(code, ["local.set", local]);
    return ["local.get", local];
  }

  /** What `write` emits stands in a block of the given kind. */
  within(kind: "block" | "loop" | "if", write: () => void): void {
    this.emit([kind], this.collect(write), ["end"]);
  }

  /** What `write` emits, for the caller to put somewhere. */
  collect(write: () => void): Code {
    const outer = this.#code;
    const inner: Code[] = [];
    this.#code = inner;
    write();
    this.#code = outer;
    return inner;
  }

  /** Counts a new i32 local from `from` up to, and without, `to`; may run not at all. */
  range(from: Code, to: Code, step: number, write: (index: Code) => void): void {
    const index = this.local("i32");
    this.emit(from, ["local.set", index]);
    this.within("block", () => {
      this.emit(["local.get", index], to, ["i32.ge_u"], ["br_if", 0]);
      this.within("loop", () => {
        write(["local.get", index]);
        this.emit(
          [["local.get", index], ["i32.const", step], ["i32.add"], ["local.tee", index]],
          [to, ["i32.lt_u"], ["br_if", 0]],
        );
      });
    });
  }

  /** Runs `times` times, at least once. */
  repeat(times: number, step: number, write: (index: Code) => void): void {
    if (times === 1) {
      write(["i32.const", 0]);
      return;
    }
    const index = this.local("i32");
    this.emit(["i32.const", 0], ["local.set", index]);
    this.within("loop", () => {
      write(["local.get", index]);
      this.emit(["local.get", index], ["i32.const", step], ["i32.add"], ["local.tee", index]);
      this.emit(["i32.const", times * step], ["i32.lt_u"], ["br_if", 0]);
    });
  }

  toFunction(name: string, { results = [], isExported = false }: FunctionOptions = {}): WasmFunction {
    return { name, params: this.params, results, locals: this.#locals, body: this.#code, isExported };
  }
}

interface FunctionOptions {
  readonly results?: readonly ValueType[];
  readonly isExported?: boolean;
}
