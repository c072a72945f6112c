/** Who is measured, and how to get those who are missing. */
export interface Entry {
  /** What it is called where its own file cannot say so. */
  readonly name: string;
  /** In `competitors/`. */
  readonly file: string;
  readonly language: "node" | "python";
  readonly install: string;
}

const NPM = "npm ci --prefix bench";

export const ours: Entry = { name: "Backstep", file: "backstep.ts", language: "node", install: "npm ci" };

export const peers: readonly Entry[] = [
  { name: "hand-written loop", file: "loop.ts", language: "node", install: "npm ci" },
  { name: "brain.js", file: "brain.ts", language: "node", install: NPM },
  { name: "TensorFlow.js", file: "tfjs.ts", language: "node", install: NPM },
  { name: "jax-js", file: "jax.ts", language: "node", install: NPM },
  { name: "ONNX Runtime", file: "ort.ts", language: "node", install: NPM },
  {
    name: "PyTorch",
    file: "pytorch.py",
    language: "python",
    install: "apt install python3-torch, or pip install torch",
  },
  {
    name: "scikit-learn",
    file: "sklearn.py",
    language: "python",
    install: "apt install python3-sklearn, or pip install scikit-learn",
  },
];

/** What `--peers` calls an entry: `pytorch`. */
export function idOf({ file }: Entry): string {
  return file.replace(/\.\w+$/, "");
}
