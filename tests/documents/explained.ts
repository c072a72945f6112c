import { readFileSync } from "node:fs";
import type { DocumentOptions } from "../../src/explain/latex/document.ts";
import { pictureOf } from "../../src/explain/picture/picture-of.ts";
import {
  catalogues,
  createSession,
  type Executed,
  type Explanation,
  explain,
  type Language,
  prepareData,
  type Samples,
} from "../../src/index.ts";
import { loadExample } from "../../src/node/index.ts";
import { executeSpec, readSpec } from "../support/expressions.ts";
import { sessionOf } from "../support/sessions.ts";

/** An explanation, and what its page says beside it. */
export interface Explained {
  readonly explanation: Explanation;
  readonly options: DocumentOptions;
}

/** An example that is shipped, on all its training samples. */
export async function explainedExample(
  file: string,
  of: readonly string[],
  language: Language = "en",
): Promise<Explained> {
  const { example, ...raw } = await loadExample(`examples/${file}.yaml`);
  const { model, optimizer, training, title = file } = example;
  const data = prepareData(raw, training.seed);
  const session = createSession({ model, optimizer, seed: training.seed });
  const named = typeof title === "string" ? title : (title[language] ?? title.en ?? file);
  return explainedStep(session.look(data.train), of, language, named);
}

/** A small graph without layers that is shipped. */
export function explainedExpressions(
  file: string,
  of: readonly string[],
  language: Language = "en",
): Explained {
  const text = readFileSync(new URL(`../../examples/${file}.yaml`, import.meta.url), "utf8");
  return explainedStep(executeSpec(readSpec(text)), of, language, file);
}

/** Two inputs, two hidden neurons, one output, every name of which somebody chose with bad intent. */
export function explainedHostile(name: string, language: Language = "en"): Explained {
  const samples: Samples = {
    inputs: { shape: [1, 2], values: Float64Array.of(0.05, 0.1) },
    targets: { shape: [1, 1], values: Float64Array.of(0.5) },
  };
  const session = sessionOf({
    network: {
      inputs: 2,
      layers: [
        { dense: 2, activation: "sigmoid" },
        { dense: 1, activation: "sigmoid" },
      ],
    },
    loss: "half-squared-error",
  });
  const executed = session.look(samples);
  for (const naming of executed.graph.names.values()) {
    const text = naming.text.replace(
      /^(?<kind>net_|out_|)(?<letter>[ihow])$/,
      `$<kind>$<letter>${name.replaceAll("$", "$$$$")}`,
    );
    Object.assign(naming, { text });
  }
  const { explanation, options } = explainedStep(executed, ["all"], language, name);
  return { explanation, options: { ...options, conventions: [name, `[${name}]`] } };
}

export function explainedStep(
  executed: Executed,
  of: readonly string[],
  language: Language,
  title: string,
): Explained {
  const explanation = explain(executed, of);
  return {
    explanation,
    options: {
      precision: { digits: 6 },
      words: catalogues[language],
      title,
      conventions: ["η = 0.5"],
      picture: pictureOf(explanation),
    },
  };
}
