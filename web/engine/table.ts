import { InputError, parseCsv, type Table } from "../../src/index.ts";
import type { Named } from "./protocol.ts";

/** More classes than this are no classes. */
const MOST_CLASSES = 20;
/** Numbers as names of classes: so few of them, and none between. */
const MOST_NUMBERED = 10;

/**
 * An example that learns to predict the last column of a table from the others.
 * @throws InputError where the table is none, or has nothing to learn from
 */
export function exampleForTable({ file, text }: Named): string {
  const table = parseCsv(text, file);
  const { columns } = table;
  if (columns.length < 2) {
    throw new InputError("expected at least two columns, the last of which is to be predicted, found one", {
      file,
    });
  }
  const label = columns[columns.length - 1];
  const classes = classesOf(table);
  const inputs = columns.length - 1;
  const neurons = Math.min(16, Math.max(4, 2 * inputs));
  const [outputs, loss] =
    classes === undefined ? [1, "mean-squared-error"] : [classes, "softmax-cross-entropy"];
  const metrics = classes === undefined ? "[mae, r2]" : "[accuracy]";
  return `# ${JSON.stringify(file)}: ${JSON.stringify(label)} from the other columns
backstep: 1
title: ${JSON.stringify(file)}
network:
  inputs: ${inputs}
  layers: [{ dense: ${neurons}, activation: tanh }, { dense: ${outputs} }]
loss: ${loss}
optimizer: { name: adam, learningRate: 0.01 }
data:
  train: { csv: ${JSON.stringify(file)}, label: ${JSON.stringify(label)} }
  test: { fraction: 0.2 }
  scale: standard
training: { epochs: 100, batchSize: ${Math.min(32, table.rows)}, seed: 1, shuffle: true, metrics: ${metrics} }
`;
}

/** How many classes the last column names; undefined where it is a number. */
function classesOf(table: Table): number | undefined {
  const last = table.columns.length - 1;
  const found = new Set<string>();
  let isNumber = true;
  let isWhole = true;
  for (let row = 0; row < table.rows; row++) {
    const cell = table.cell(row, last);
    found.add(cell);
    if (cell === "" || !Number.isFinite(Number(cell))) isNumber = false;
    if (!Number.isInteger(Number(cell))) isWhole = false;
  }
  if (!isNumber) {
    if (found.size <= MOST_CLASSES) return Math.max(2, found.size);
    throw new InputError(
      `${table.columns[last]}: expected numbers, or at most ${MOST_CLASSES} names of classes, found ${found.size} different cells`,
      { file: table.file },
    );
  }
  return isWhole && found.size > 1 && found.size <= MOST_NUMBERED && table.rows >= 3 * found.size
    ? found.size
    : undefined;
}
