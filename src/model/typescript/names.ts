/** Words that mean something else in generated code. */
const taken = [
  "abstract any arguments as async await bigint boolean break case catch class const constructor continue debugger declare default delete do",
  "else enum eval export extends false finally for from function get if implements import in infer instanceof interface",
  "is keyof let module namespace never new null number object of package private protected public readonly require",
  "return satisfies set static string super switch symbol this throw true try type typeof undefined unique unknown using var void while with yield",
  // what generated code calls
  "Array DataView Date Error Float64Array Infinity Int8Array Math NaN Number Object RangeError Record String Uint8Array",
  "sum row largest first total inputs outputs classes predict network encode answer Row Prediction Label",
  "dot sigmoid step softplus square erf rowOf fromBase64 valueIn isMissing numberIn writeNumbers writeLevel writeDate secondsIn",
  "i j k l m n p q",
].flatMap((words) => words.split(" "));

/** Gives names that are identifiers, each once. */
export class Names {
  readonly #used = new Set<string>(taken);

  /** The word itself where that is possible, else one like it. */
  of(word: string): string {
    const letters = word.replaceAll(/[^\p{L}\p{N}_]+/gu, "_").replaceAll(/^_+|_+$/g, "");
    const base =
      /^\p{L}/u.test(letters) && /^[\x20-\x7e]*$/.test(letters)
        ? letters
        : `value${letters.replaceAll(/\W/g, "")}`;
    let name = base;
    for (let i = 2; this.#used.has(name); i++) name = `${base}_${i}`;
    this.#used.add(name);
    return name;
  }
}
