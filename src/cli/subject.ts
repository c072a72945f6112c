import {
  batchAfter,
  type Catalogue,
  DivergedError,
  type Executed,
  executeExpressions,
  firstNonFinite,
  InputError,
  type Language,
  referenceBackend,
  type Samples,
  train,
} from "../index.ts";
import { loadExampleFile } from "../node/index.ts";
import { type Prepared, prepareNetwork } from "./prepare.ts";
import { conventionsOf, optimizerSummary, titleOf } from "./summary.ts";

/** What there is to explain: an executed step, and what is to be said about it. */
export interface Subject {
  readonly executed: Executed;
  readonly parameters: number;
  title(language: Language): string | undefined;
  conventions(words: Catalogue): string[];
}

/**
 * Reads an example of either kind and executes the step that comes after `steps` steps, in float64.
 * @throws InputError for anything in the files that is not as it must be
 */
export async function loadSubject(file: string, steps: number): Promise<Subject> {
  const loaded = await loadExampleFile(file);
  const after = (words: Catalogue) => (steps > 0 ? [words.conventions.afterSteps(steps)] : []);
  if (loaded.kind === "expressions") {
    const { example } = loaded;
    const { optimizer, expressions } = example;
    if (steps > 0 && !optimizer) {
      throw new InputError("--step: expected an optimizer in the file, which says how values are updated", {
        file,
      });
    }
    return {
      executed: executeExpressions(expressions, {
        backend: referenceBackend,
        steps,
        ...(optimizer && { optimizer }),
      }),
      parameters: expressions.values.length,
      title: (language) => titleOf(example, language),
      conventions: (words) => [...(optimizer ? [optimizerSummary(optimizer, words)] : []), ...after(words)],
    };
  }
  const prepared = prepareNetwork(loaded, { dtype: "f64" });
  const { example, session } = prepared;
  const batch = advance(prepared, steps);
  const executed = session.look(batch);
  if (!Number.isFinite(executed.value(executed.backward.loss, []))) {
    throw new DivergedError(steps + 1, firstNonFinite(executed));
  }
  return {
    executed,
    parameters: session.parameters.reduce((sum, { initial }) => sum + initial.values.length, 0),
    title: (language) => titleOf(example, language),
    conventions: (words) => [
      ...conventionsOf(example, session.parameters, batch.inputs.shape[0], words),
      ...after(words),
    ],
  };
}

/** Trains for the given number of steps; returns the batch that the next step would use. */
function advance({ example, data, session }: Prepared, steps: number): Samples {
  const settings = example.training;
  const training = train(session, data.train, { ...settings, epochs: Number.POSITIVE_INFINITY });
  for (let taken = 0; taken < steps; taken++) training.next();
  return batchAfter(data.train, steps, settings);
}
