import type { AnswerKind, ClassesKind, NumbersKind } from "../answers.ts";
import { stringText } from "./code.ts";

/** What a prediction is, as code. */
interface AnswerCode {
  readonly types: string;
  /** The function `answer(outputs)`. */
  readonly code: string;
}

export function answerCode(kind: AnswerKind): AnswerCode {
  return kind.kind === "numbers" ? numbersCode(kind) : classesCode(kind);
}

function classesCode({ classes, outputs, threshold, areProbabilities }: ClassesKind): AnswerCode {
  const isSingleScore = outputs === "one" && !areProbabilities;
  const word = areProbabilities ? "probabilities" : "scores";
  const what = areProbabilities ? "How probable each class is." : "More is more.";
  const member = isSingleScore
    ? "/** Above 0 it is the second class. */\n  readonly score: number;"
    : `/** ${what} */\n  readonly ${word}: Readonly<Record<Label, number>>;`;
  const types = [
    `export const classes = [${classes.map(stringText).join(", ")}] as const;`,
    "export type Label = (typeof classes)[number];",
    `export interface Prediction {\n  readonly label: Label;\n  ${member}\n}`,
  ].join("\n\n");
  return { types, code: outputs === "one" ? single() : each() };

  function single(): string {
    const said = isSingleScore
      ? "score: second"
      : "probabilities: Object.fromEntries([[classes[0], 1 - second], [classes[1], second]]) as Record<Label, number>";
    return `function answer(outputs: Float64Array): Prediction {
  const [second] = outputs;
  return { label: classes[second >= ${threshold} ? 1 : 0], ${said} };
}`;
  }

  function each(): string {
    return `/** The class with the largest output; of equal ones the first. */
function answer(outputs: Float64Array): Prediction {
  let best = 0;
  for (let i = 1; i < outputs.length; i++) if (outputs[i] > outputs[best]) best = i;
  const ${word} = Object.fromEntries(classes.map((name, i) => [name, outputs[i]])) as Record<Label, number>;
  return { label: classes[best], ${word} };
}`;
  }
}

function numbersCode({ names, shift, divisor }: NumbersKind): AnswerCode {
  const isPlain = shift.every((by) => by === 0) && divisor.every((by) => by === 1);
  const units = isPlain ? "" : ", in its own units";
  const list = (numbers: readonly number[]) => `[${numbers.join(", ")}]`;
  if (names.length === 1) {
    const value = isPlain ? "outputs[0]" : `outputs[0] * ${bracketed(divisor[0])} + ${bracketed(shift[0])}`;
    return {
      types: `export interface Prediction {\n  /** The number that is predicted${units}. */\n  readonly value: number;\n}`,
      code: `function answer(outputs: Float64Array): Prediction {\n  return { value: ${value} };\n}`,
    };
  }
  const scaled = isPlain ? "" : `.map((value, i) => value * ${list(divisor)}[i] + ${list(shift)}[i])`;
  return {
    types: `export interface Prediction {\n  /** The numbers that are predicted${units.replace("its", "their")}. */\n  readonly values: readonly number[];\n}`,
    code: `function answer(outputs: Float64Array): Prediction {\n  return { values: Array.from(outputs)${scaled} };\n}`,
  };
}

function bracketed(value: number): string {
  return value < 0 ? `(${value})` : `${value}`;
}
