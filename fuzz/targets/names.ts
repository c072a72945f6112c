import { readFileSync } from "node:fs";
import type { Executed } from "../../src/autodiff/executed.ts";
import { referenceBackend } from "../../src/backends/reference/reference.ts";
import { explain } from "../../src/explain/explain.ts";
import { parseExample } from "../../src/formats/example.ts";
import { createSession } from "../../src/index.ts";
import { type Target, textOf } from "../target.ts";

let executed: Executed | undefined;

/** The first step of the article's example. */
function firstStep(): Executed {
  const file = new URL("../../examples/by-example.yaml", import.meta.url);
  const { model, optimizer, data } = parseExample(readFileSync(file, "utf8"), "by-example.yaml");
  if (!("inline" in data)) throw new Error("expected the samples in the file");
  const session = createSession({ model, optimizer, dtype: "f64", backend: referenceBackend });
  return session.look(data.inline);
}

/** Names of quantities, one a line, as people write them after `--of`. */
export const target: Target = {
  seeds: () => [
    "w5",
    "w(h1→o1)",
    "dE/dw5",
    "\\frac{\\partial E_{total}}{\\partial w_5}",
    "w_5^{+}",
    "delta_h1",
    "net_h1",
    "w*",
    "E",
    "layers.1.weight[1,2]",
    "dE/di1",
    "out_o2#1",
  ],
  read: (input) => {
    executed ??= firstStep();
    for (const name of textOf(input).split("\n").slice(0, 5)) explain(executed, [name]);
  },
  words: [
    "\\frac{\\partial ",
    "}{\\partial ",
    "_{",
    "^{+}",
    "∂E/∂",
    "d",
    "/",
    "->",
    "→",
    "(",
    ")",
    "[",
    "]",
    "#1",
    "*",
    "δ",
    "δ_",
    "'",
    "⁺",
    "w",
    "out_",
    "net_",
  ],
};
