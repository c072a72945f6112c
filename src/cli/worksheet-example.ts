import {
  type Executed,
  type ExerciseExample,
  exampleToYaml,
  InputError,
  type LayerSpec,
  MAX_EXAMPLE_MIB,
  openDocument,
  parseExampleFile,
} from "../index.ts";
import { readTextFile } from "../node/index.ts";
import { type Subject, subjectInArticle } from "./subject.ts";

/** An example of which exercises can be made. */
export interface ExerciseSource {
  readonly example: ExerciseExample;
  /** Does an author differ from the way this program calculates and writes? Exercises do not. */
  readonly isAuthored: boolean;
  execute(example: ExerciseExample): Executed;
  /** What is to be said of an exercise. */
  subject(example: ExerciseExample): Subject;
}

/**
 * Reads the example of a worksheet, as it is written: its numbers are drawn anew.
 * @throws InputError for anything in the file that is not as it must be, and for data in other files
 */
export async function loadExerciseSource(file: string): Promise<ExerciseSource> {
  const text = await readTextFile(file, { limit: MAX_EXAMPLE_MIB });
  const { kind, example } = parseExampleFile(text, file);
  if (kind === "network" && !("inline" in example.data)) {
    const { train } = example.data;
    const data = "files" in train ? train.files.inputs : train.path;
    throw new InputError(
      `expected data that stand in the example (inputs, targets), found the file ${JSON.stringify(data)}   exercises are worked out by hand`,
      train.place,
    );
  }
  if (kind === "network") checkLayers(example.model.network.layers, file);
  const subject = (variant: ExerciseExample) => subjectInArticle(exampleToYaml(variant), 1, file);
  return {
    example: asWritten(openDocument(text, file).tree.value as ExerciseExample),
    isAuthored: example.names !== undefined || example.conventions !== undefined,
    execute: (variant) => subject(variant).at(0),
    subject,
  };
}

/** Numbers that suit are drawn for dense layers alone, each of which takes what the one before it puts out. */
function checkLayers(layers: readonly LayerSpec[], file: string): void {
  for (const [i, spec] of layers.entries()) {
    const found =
      "dense" in spec
        ? "from" in spec && spec.from !== undefined
          ? "from"
          : undefined
        : Object.keys(spec)[0];
    if (found === undefined) continue;
    throw new InputError(
      `layer ${i + 1}: expected a dense layer that takes what the one before it puts out, found ${found}   worksheets are made of these alone`,
      { file },
    );
  }
}

/** Without what belongs to training, and to an author. */
function asWritten(file: ExerciseExample): ExerciseExample {
  const { title } = file;
  const heading = title === undefined ? {} : { title };
  if ("network" in file) {
    const { network, loss, reduction, optimizer, data } = file;
    return { ...heading, network, loss, ...(reduction && { reduction }), optimizer, data };
  }
  const { expressions, values, optimizer } = file;
  return { ...heading, expressions, values, ...(optimizer !== undefined && { optimizer }) };
}
