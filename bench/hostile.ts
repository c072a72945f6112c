/**
 * How long `backstep check` takes for long and for hostile workings, start-up included: medians of one run, beside a
 * working of one line. `npm run bench:hostile` in the repository, after `npm run build`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const RUNS = 5;
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "backstep-bench-"));

const article = [
  "# An article\n\nWe begin with $net_{h1} = 0.15 \\cdot 0.05 + 0.2 \\cdot 0.1 + 0.35 = 0.3775$, so that",
  "\\begin{align} out_{h1} &= \\frac{1}{1 + e^{-0.3775}} = 0.5933 \\\\ net_{o1} &= 1.1059 \\end{align}",
  "$$\\frac{\\partial E_{total}}{\\partial w_5} = 0.7414 * 0.1868 * 0.5933 = 0.0822$$ and much more is said of it.\n\n",
].join("\n");
const claims = [
  "net_h1 = 0.3775",
  "out_h1 = 0.5932",
  "net_o1 = 0.4*0.5932 + 0.45*0.5968 + 0.6 = 1.1058",
  "dE/dw5 = 0.4398",
  "w5+ = 0.1801",
  "dE/dw1 = 0.0004",
  "delta_h1 = 0.0088",
  "E after 3 = 0.2773",
  "out_o2 = 0.7730",
  "dE/dw7 = 0.0226",
];
const lines = (line: (i: number) => string, count = 10_000) =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");

const workings: Readonly<Record<string, readonly [string, string]>> = {
  "one line": ["one.txt", "net_h1 = 0.3775"],
  "an article of 100 kB": ["article.md", article.repeat(Math.ceil(100_000 / article.length))],
  "10,000 claims": ["claims.txt", lines((i) => claims[i % claims.length])],
  "10,000 wrong claims": [
    "wrong.txt",
    lines((i) => `${["net_h1", "dE/dw1", "w3+", "E"][i % 4]} = 0.${1000 + i}`),
  ],
  "10,000 steps": ["steps.txt", lines((i) => `E after ${i} = 0.${1000 + i}`)],
  "10,000 names": ["names.txt", lines((i) => `w${i} = 0.${1000 + i}`)],
  "a million brackets": ["deep.txt", `E = ${"(".repeat(5e5)}1${")".repeat(5e5)} = 1`],
  "deep fractions": ["deep.md", `$E = ${"\\frac{".repeat(1e5)}1${"}{2}".repeat(1e5)} = 1$`],
  "a million digits": ["digits.txt", `E = 0.${"1".repeat(1e6)}\nE = ${"9".repeat(1e6)}`],
  "blanks and signs": [
    "blanks.md",
    `${"a".repeat(1e5)}! = ${" ".repeat(1e6)}\n${"= ".repeat(1e5)}\n${"$".repeat(1e5)}`,
  ],
  "empty lines": ["lines.txt", `${"\n".repeat(5e5)}Na`],
  "open groups": ["groups.tex", `${"w_{".repeat(1e5)} = 1\n${"\\text{".repeat(1e5)}`],
  "a table of bars": ["bars.md", `${"|".repeat(1e5)}\n|${"-|".repeat(1e5)}\n${"*".repeat(1e5)}1`],
  "deep YAML": ["deep.yaml", "[".repeat(1e5)],
};

try {
  for (const [name, [file, text]] of Object.entries(workings)) {
    writeFileSync(join(folder, file), text);
    const times = Array.from({ length: RUNS }, () => {
      const started = performance.now();
      const args = ["bin/backstep.js", "check", "examples/by-example.yaml", join(folder, file)];
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, maxBuffer: 1 << 28 });
      if (status === null || status > 2) throw new Error(`${name}: ${stderr}`);
      return performance.now() - started;
    }).sort((a, b) => a - b);
    console.log(`${name.padEnd(24)} ${times[RUNS >> 1].toFixed(0).padStart(6)} ms`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
