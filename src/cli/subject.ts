import {
  batchAfter,
  type CheckSubject,
  DivergedError,
  type Executed,
  type ExpressionExample,
  executeExpressions,
  type FullCatalogue,
  firstNonFinite,
  InputError,
  type Language,
  parseExampleFile,
  rawSamples,
  referenceBackend,
  trainEpochs,
} from "../index.ts";
import { type LoadedExample, type LoadedExampleFile, loadExampleFile } from "../node/index.ts";
import { type Prepared, prepareNetwork } from "./prepare.ts";
import { conventionsOf, optimizerSummary, titleOf } from "./summary.ts";

/** What there is to explain, or to check a working against: executed steps, and what is to be said about them. */
export interface Subject {
  /**
   * The step that comes after so many steps, executed in float64.
   * @throws InputError where nothing says how values are updated
   * @throws DivergedError where its numbers are no longer finite
   */
  at(steps: number): Executed;
  readonly parameters: number;
  /** An author's names and habits. */
  readonly author: Omit<CheckSubject, "at">;
  title(language: Language): string | undefined;
  conventions(words: FullCatalogue, steps: number): string[];
}

/**
 * Reads an example of either kind.
 * @throws InputError for anything in the files that is not as it must be
 */
export async function loadSubject(file: string): Promise<Subject> {
  return subjectOf(await loadExampleFile(file), file);
}

/**
 * The subject of an article that holds its example itself.
 * @param line of the article, in which the example begins
 * @throws InputError with the place in the article
 */
export function subjectInArticle(text: string, line: number, file: string): Subject {
  const parsed = parseExampleFile(`${"\n".repeat(line - 1)}${text}`, file);
  if (parsed.kind === "expressions") return subjectOf(parsed, file);
  const { data } = parsed.example;
  if (!("inline" in data)) {
    throw new InputError(
      "expected an example with its data in the article, found a file   check FILE ARTICLE reads an example from a file of its own",
      data.train.place,
    );
  }
  return subjectOf({ ...parsed, ...rawSamples(data.inline) }, file);
}

function subjectOf(loaded: LoadedExampleFile, file: string): Subject {
  return loaded.kind === "expressions" ? subjectOfGraph(loaded.example, file) : subjectOfNetwork(loaded);
}

function subjectOfGraph(example: ExpressionExample, file: string): Subject {
  const { optimizer, expressions } = example;
  return {
    at: cached((steps) => {
      if (steps > 0 && !optimizer) {
        throw new InputError("--step: expected an optimizer in the file, which says how values are updated", {
          file,
        });
      }
      return executeExpressions(expressions, {
        backend: referenceBackend,
        steps,
        ...(optimizer && { optimizer }),
      });
    }),
    parameters: expressions.values.length,
    author: authorOf(example),
    title: (language) => titleOf(example, language),
    conventions: (words, steps) => [
      ...(optimizer ? [optimizerSummary(optimizer, words)] : []),
      ...afterSteps(steps, words),
    ],
  };
}

function subjectOfNetwork(loaded: LoadedExample): Subject {
  const prepared = prepareNetwork(loaded, { dtype: "f64" });
  const { example, data, session } = prepared;
  let training = trainingOf(prepared);
  return {
    at: cached((steps) => {
      if (steps < training.taken()) training = trainingOf(prepareNetwork(loaded, { dtype: "f64" }));
      return training.executed(steps);
    }),
    parameters: session.parameters.reduce((sum, { initial }) => sum + initial.values.length, 0),
    author: authorOf(example),
    title: (language) => titleOf(example, language),
    conventions: (words, steps) => {
      const batch = batchAfter(data.train, steps, example.training);
      return [
        ...conventionsOf(example, session.parameters, batch.inputs.shape[0], words),
        ...afterSteps(steps, words),
      ];
    },
  };
}

interface Training {
  taken(): number;
  /** Trains up to the step, at which it must not have passed by yet. */
  executed(steps: number): Executed;
}

function trainingOf({ example, data, session }: Prepared): Training {
  const { validation } = data;
  // early stopping ends a training, it changes no step
  const { batchSize, shuffle } = example.training;
  const options = { batchSize, shuffle, ...(validation && { validation }), epochs: Number.POSITIVE_INFINITY };
  const training = trainEpochs(session, data.train, options);
  return {
    taken: () => session.stepsTaken,
    executed(steps) {
      while (session.stepsTaken < steps) {
        // a training that has diverged is over; its last step says once more why
        if (training.next().done) session.step(batchAfter(data.train, session.stepsTaken, example.training));
      }
      const executed = session.look(batchAfter(data.train, steps, example.training));
      if (!Number.isFinite(executed.value(executed.backward.loss, []))) {
        throw new DivergedError(steps + 1, firstNonFinite(executed));
      }
      return executed;
    },
  };
}

function cached(make: (steps: number) => Executed): (steps: number) => Executed {
  const known = new Map<number, Executed>();
  return (steps) => {
    const executed = known.get(steps) ?? make(steps);
    known.set(steps, executed);
    return executed;
  };
}

function authorOf({ names, conventions }: Omit<CheckSubject, "at">): Omit<CheckSubject, "at"> {
  return { ...(names && { names }), ...(conventions && { conventions }) };
}

function afterSteps(steps: number, { conventions }: FullCatalogue): string[] {
  return steps > 0 ? [conventions.afterSteps(steps)] : [];
}
