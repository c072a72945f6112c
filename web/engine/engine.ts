import {
  type Backend,
  DivergedError,
  type Explanation,
  explain,
  explanationToFragment,
  formatInputError,
  InputError,
  type Language,
  openDocument,
  type Precision,
  parseExampleFile,
} from "../../src/index.ts";
import { prepare } from "./data.ts";
import { ExpressionsSubject } from "./expressions.ts";
import { layoutOf } from "./layout.ts";
import { NetworkSubject } from "./network.ts";
import type {
  Calls,
  Change,
  Changed,
  Derived,
  DeriveRequest,
  Drawn,
  EngineEvent,
  Frame,
  Judgement,
  JudgeRequest,
  Layout,
  Named,
  OpenRequest,
  Problem,
  Results,
  RunRequest,
  Scene,
} from "./protocol.ts";
import { type Clock, Run } from "./run.ts";
import type { Subject } from "./subject.ts";
import { wordsOf } from "./words.ts";

/** From one drawing of the loss curve to the next, in milliseconds. */
const CURVE = 100;

/** A lesson goes through all parameters where there are no more than this. */
const ALL_UP_TO = 40;

/** Every call may take its time. */
type Handlers = { readonly [N in keyof Calls]: Handler<N> };
type Handler<N extends keyof Calls> = (
  argument: Parameters<Calls[N]>[0],
) => ReturnType<Calls[N]> | Promise<ReturnType<Calls[N]>>;

/** Opens documents, trains and explains: all that is calculated for a page. */
export class Engine implements Handlers {
  readonly #clock: Clock;
  readonly #backend: Backend;
  readonly #say: (event: EngineEvent) => void;
  #opened: { readonly text: string; readonly subject: Subject; layout: Layout } | undefined;
  #run: Run | undefined;

  /** @param backend that trains networks */
  constructor(clock: Clock, backend: Backend, say: (event: EngineEvent) => void) {
    this.#clock = clock;
    this.#backend = backend;
    this.#say = say;
  }

  open = async ({ text, file, step, files, carry }: OpenRequest): Promise<Scene> => {
    this.#run?.stop();
    const parsed = parseExampleFile(text, file);
    const subject =
      parsed.kind === "network"
        ? new NetworkSubject(await prepare(parsed.example, files, this.#backend), isTransposed(text, file))
        : new ExpressionsSubject(parsed.example);
    const before = this.#opened?.subject;
    if (carry && subject instanceof NetworkSubject && before instanceof NetworkSubject) subject.adopt(before);
    const layout = layoutOf(subject.structure(), subject, new Set());
    this.#opened = { text, subject, layout };
    if (step > 0) await new Run(subject, { until: step }, this.#clock, () => {}).finished;
    const { kind, title, parameters, samples, batch, batches, asked, settings } = subject;
    return {
      ...(settings && { settings }),
      ...{ kind, title, parameters, samples, batch, batches },
      steps: asked,
      layout,
      frame: subject.frame(layout),
    };
  };

  change = async (change: Change): Promise<Changed> => {
    const { text, subject } = this.#current();
    const learned = subject.steps > 0 ? subject.learned() : [];
    const { changed } = await import("./change.ts");
    return { text: changed(text, learned ?? [], change, subject), carry: learned === undefined };
  };

  results = (): Promise<Results> => this.#current().subject.results();

  derive = async ({ names, language, precision, style }: DeriveRequest): Promise<Derived> => {
    const { subject } = this.#current();
    const explanation = explain(subject.look(), this.#found(names), { ...(style && { style }) });
    return { html: await fragmentOf(explanation, language, precision), step: subject.steps };
  };

  write: Handlers["write"] = async ({ names, language, precision, format }) => {
    const { subject } = this.#current();
    const explanation = explain(subject.look(), this.#found(names));
    const words = await wordsOf(language);
    const { write } = await import("./write.ts");
    const title = titleOf(subject.title, language);
    return write(explanation, format, { words, precision, ...(title !== undefined && { title }) });
  };

  exampleFor = async (table: Named): Promise<string> => {
    const { exampleForTable } = await import("./table.ts");
    return exampleForTable(table);
  };

  lesson: Handlers["lesson"] = async ({ selected, language, precision, style }) => {
    const { subject } = this.#current();
    const names = subject.parameters <= ALL_UP_TO ? ["all"] : this.#found(selected);
    const explanation = explain(subject.look(), names, { ...(style && { style }) });
    return {
      html: await fragmentOf(explanation, language, precision),
      step: subject.steps,
      values: Object.fromEntries([...explanation.steps].map(([id, { value }]) => [id, value])),
    };
  };

  judge = async (request: JudgeRequest): Promise<Judgement> => {
    const { subject } = this.#current();
    const { judge } = await import("./judge.ts");
    return judge(subject, request);
  };

  unfold = (columns: readonly number[]): Drawn => {
    const opened = this.#current();
    const { subject } = opened;
    opened.layout = layoutOf(subject.structure(), subject, new Set(columns));
    return { layout: opened.layout, frame: subject.frame(opened.layout) };
  };

  run = (request: RunRequest): void => {
    const opened = this.#current();
    this.#run?.stop();
    const frame = () => opened.subject.frame(opened.layout);
    let drawn = Number.NEGATIVE_INFINITY;
    const show = () => {
      const { curve, ...numbers } = frame();
      const isDue = this.#clock.now() - drawn > CURVE;
      if (isDue) drawn = this.#clock.now();
      this.#say({ kind: "frame", frame: { ...numbers, ...(isDue && curve && { curve }) } });
    };
    const run = new Run(opened.subject, request, this.#clock, show);
    this.#run = run;
    run.finished.then(
      () => this.#say({ kind: "stopped", frame: frame() }),
      (error) => this.#say({ kind: "stopped", frame: frame(), problem: problemOf(error) }),
    );
  };

  pause = (): Frame => {
    this.#run?.stop();
    const { subject, layout } = this.#current();
    return subject.frame(layout);
  };

  /** Names as the graph has them; of several samples the first. */
  #found(names: readonly string[]): string[] {
    const { graph } = this.#current().subject.look();
    return names.map((name) => (graph.find(`${name}#1`) ? `${name}#1` : name));
  }

  #current() {
    if (!this.#opened) throw new InputError("expected an open example");
    return this.#opened;
  }
}

/** The title in the given language, else in English, else in whichever there is. */
function titleOf(title: Subject["title"], language: Language): string | undefined {
  if (title === undefined || typeof title === "string") return title;
  return title[language] ?? title.en ?? Object.values(title)[0];
}

/** Has the document a row of weights for each input, not for each neuron? */
function isTransposed(text: string, file: string): boolean {
  return openDocument(text, file).tree.get(["conventions", "weights"]) === "from-to";
}

async function fragmentOf(
  explanation: Explanation,
  language: Language,
  precision: Precision,
): Promise<string> {
  return explanationToFragment(explanation, { words: await wordsOf(language), precision, marked: true });
}

/** What to tell the user. */
export function problemOf(error: unknown): Problem {
  if (error instanceof InputError) {
    return { message: formatInputError(error), ...(error.place && { place: error.place }) };
  }
  if (error instanceof DivergedError) return { message: error.message };
  throw error;
}
