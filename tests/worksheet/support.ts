import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Executed } from "../../src/autodiff/executed.ts";
import { createSession, executeExpressions, parseExampleFile, referenceBackend } from "../../src/index.ts";
import type { Difficulty } from "../../src/worksheet/blanks.ts";
import { type ExerciseExample, exampleToYaml } from "../../src/worksheet/example.ts";
import { makeWorksheet, type Worksheet, type WorksheetOptions } from "../../src/worksheet/worksheet.ts";

export const difficulties: readonly Difficulty[] = ["net", "delta", "chain"];
export const exampleNames = ["by-example", "xor", "circuit", "tanh-neuron"] as const;

/** An example that is shipped, as plain data. */
export function readExample(name: string): ExerciseExample {
  const text = readFileSync(new URL(`../../examples/${name}.yaml`, import.meta.url), "utf8");
  const { backstep: _, training: __, ...example } = parse(text);
  return example;
}

/** Works an example out by way of its file, as everything does that reads one. */
export function execute(example: ExerciseExample): Executed {
  return executeText(exampleToYaml(example));
}

export function executeText(text: string): Executed {
  const parsed = parseExampleFile(text, "exercise.yaml");
  if (parsed.kind === "expressions") {
    const { expressions, optimizer } = parsed.example;
    return executeExpressions(expressions, { backend: referenceBackend, ...(optimizer && { optimizer }) });
  }
  const { model, optimizer, data, training } = parsed.example;
  if (!("inline" in data)) throw new Error("no data in the file");
  return createSession({ model, optimizer, seed: training.seed }).look(data.inline);
}

export function worksheetOf(
  name: string,
  options: Partial<WorksheetOptions> & Pick<WorksheetOptions, "difficulty">,
): Worksheet {
  return makeWorksheet(readExample(name), { count: 1, seed: 1, execute, ...options });
}

/** So many worksheets of one exercise, over all examples, difficulties and digits. */
export function* randomWorksheets(count: number): Generator<{ name: string; worksheet: Worksheet }> {
  for (let seed = 0; seed < count; seed++) {
    const name = exampleNames[seed % exampleNames.length];
    const difficulty = difficulties[Math.floor(seed / exampleNames.length) % difficulties.length];
    const decimals = seed % 5 === 0 ? 6 : 4;
    yield { name, worksheet: worksheetOf(name, { difficulty, seed, decimals }) };
  }
}

/** A printed number with its last digit changed by so many units. */
export function changedBy(printed: string, units: number): string {
  const decimals = printed.split(".")[1]?.length ?? 0;
  const value = numberIn(printed) * 10 ** decimals + units;
  return (Math.round(value) / 10 ** decimals).toFixed(decimals).replace("-", "−");
}

export function numberIn(printed: string): number {
  return Number(printed.replace("−", "-"));
}
