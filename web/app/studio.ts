import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Precision } from "../../src/index.ts";
import { type EngineClient, Refusal, type StartEngine } from "../engine/client.ts";
import type {
  CallName,
  Calls,
  Change,
  Changed,
  Curve,
  Derived,
  EngineEvent,
  Frame,
  Layout,
  Named,
  Problem,
  Results,
  Scene,
  WrittenFormat,
} from "../engine/protocol.ts";
import { amend, type History, record, redo, startHistory, undo } from "./history.ts";
import { latest } from "./latest.ts";
import { LessonModel } from "./lesson.ts";
import { namesAt, placesOf } from "./places.ts";
import type { Preferences } from "./preferences.ts";
import type { Shared } from "./share.ts";
import { type InTurn, turns } from "./turns.ts";

/** Everything that a result depends on. */
export interface Doc {
  readonly file: string;
  readonly text: string;
  /** Updates taken. */
  readonly step: number;
}

export const tabs = ["derivation", "steps", "network", "file"] as const;
export type Tab = (typeof tabs)[number];

/** What the studio stands on. */
export interface StudioOptions {
  readonly start: StartEngine;
  readonly preferences: Preferences;
  /** Whether to ask how training stands, apart from the picture. Default: false. */
  readonly withResults?: boolean;
  /** The data that an example names, as far as there is any. */
  dataFor(doc: Pick<Doc, "file" | "text">): Promise<Readonly<Record<string, string>>>;
}

/** The state of the page, and all that can be done to it. */
export class Studio {
  readonly preferences: Preferences;
  readonly history: Signal<History<Doc>> = signal(startHistory<Doc>({ file: "", text: "", step: 0 }));
  readonly doc: ReadonlySignal<Doc> = computed(() => this.history.value.now);
  readonly scene: Signal<Scene | undefined> = signal(undefined);
  readonly layout: Signal<Layout | undefined> = signal(undefined);
  readonly frame: Signal<Frame | undefined> = signal(undefined);
  readonly curve: Signal<Curve | undefined> = signal(undefined);
  readonly tab: Signal<Tab> = signal("derivation");
  /** The place of the picture whose derivation is shown. */
  readonly selected: Signal<string> = signal("w5");
  /** The places that are pointed at, in the picture or in a derivation. */
  readonly lit: Signal<readonly string[]> = signal([]);
  /** The place whose number is being changed. */
  readonly editing: Signal<string | undefined> = signal(undefined);
  readonly derived: Signal<Derived | undefined> = signal(undefined);
  readonly results: Signal<Results | undefined> = signal(undefined);
  readonly problem: Signal<Problem | undefined> = signal(undefined);
  readonly running: Signal<boolean> = signal(false);
  /** Updates a second; undefined: as many as can be. */
  readonly speed: Signal<number | undefined> = signal(undefined);
  readonly steps: LessonModel;
  /** Data that somebody dropped onto the page, by name. */
  readonly dropped: Signal<Readonly<Record<string, string>>> = signal({});
  readonly #engine: EngineClient;
  /** Each change of the document begins from what the one before has made of it. */
  readonly #inTurn: InTurn = turns();
  #unfolded: readonly number[] = [];

  readonly #dataFor: StudioOptions["dataFor"];

  constructor({ start, preferences, dataFor, withResults = false }: StudioOptions) {
    this.preferences = preferences;
    this.#dataFor = dataFor;
    this.#engine = start((event) => this.#hear(event));
    this.steps = new LessonModel((claims) =>
      this.#call("judge", { claims, language: preferences.language.value }),
    );
    this.#explainWhatIsSeen();
    if (withResults) this.#followResults();
  }

  get words() {
    return this.preferences.words;
  }

  /** The places of the row that a lesson has come to. */
  readonly marked: ReadonlySignal<readonly string[]> = computed(() => {
    const of = this.tab.value === "steps" ? this.steps.current.value?.of : undefined;
    return of === undefined ? [] : placesOf(of, this.layout.value?.result ?? "");
  });

  /** What a lesson has worked out so far; undefined where everything is shown. */
  readonly known: ReadonlySignal<ReadonlyMap<string, number> | undefined> = computed(() =>
    this.tab.value === "steps" && this.steps.rows.value.length > 0 ? this.steps.known.value : undefined,
  );

  /** Goes back to what a link holds. */
  async restore({ file, text, step, files, selected, tab, language }: Shared): Promise<void> {
    await this.preferences.setLanguage(language);
    this.dropped.value = files;
    this.selected.value = selected;
    const known = tabs.find((one) => one === tab);
    if (known) this.tab.value = known;
    if (await this.begin({ file, text })) {
      if (step > 0) this.run(step);
    } else {
      // the text is there to be mended
      this.tab.value = "file";
    }
  }

  /** Opens a document as the first there is. */
  async begin({ file, text }: Named): Promise<boolean> {
    const doc = { file, text, step: 0 };
    const isOpen = await this.#show(doc);
    this.history.value = startHistory(doc);
    return isOpen;
  }

  shared(): Shared {
    const { file, text, step } = this.doc.value;
    return {
      ...{ file, text, step },
      files: this.dropped.value,
      selected: this.selected.value,
      tab: this.tab.value,
      language: this.preferences.language.value,
    };
  }

  change(change: Change): Promise<void> {
    return this.#inTurn(() => this.#change(change));
  }

  async #change(change: Change): Promise<void> {
    const isRunning = this.running.value;
    let changed: Changed | undefined;
    await this.#attempt(async () => {
      changed = await this.#call("change", change);
    });
    if (!changed) return;
    const { text, carry } = changed;
    if ((await this.#become({ ...this.doc.value, text, step: 0 }, carry)) && isRunning) this.run();
  }

  /** The derivation that is shown, as a document that stands for itself. */
  write(format: WrittenFormat): Promise<string> {
    const layout = this.layout.value;
    return this.#call("write", {
      names: layout ? namesAt(this.selected.value, layout) : [],
      language: this.preferences.language.value,
      precision: precisionFor(this.scene.value),
      format,
    });
  }

  /** Opens an example file, or a table for which an example is made. */
  openFile(named: Named): Promise<void> {
    return this.#inTurn(() => this.#openFile(named));
  }

  async #openFile({ file, text }: Named): Promise<void> {
    if (!/\.(?:csv|tsv)$/i.test(file)) {
      await this.#become({ file, text, step: 0 });
      return;
    }
    const before = this.dropped.value;
    this.dropped.value = { ...before, [file]: text };
    let isOpen = false;
    await this.#attempt(async () => {
      const example = await this.#call("exampleFor", { file, text });
      isOpen = await this.#become({ file: `${file}.yaml`, text: example, step: 0 });
    });
    if (!isOpen) this.dropped.value = before;
  }

  refuse(message: string): void {
    this.problem.value = { message };
  }

  async setText(text: string): Promise<void> {
    await this.#inTurn(() => this.#become({ ...this.doc.value, text, step: 0 }));
  }

  async undo(): Promise<void> {
    await this.#inTurn(() => this.#go(undo(this.history.value)));
  }

  async redo(): Promise<void> {
    await this.#inTurn(() => this.#go(redo(this.history.value)));
  }

  /** Trains until so many updates are taken; else until the end that the file says, and beyond that without end. */
  run(until?: number): void {
    const [scene, frame] = [this.scene.value, this.frame.value];
    if (!scene || !frame) return;
    const end = frame.step < scene.steps ? scene.steps : Number.MAX_SAFE_INTEGER;
    const speed = until === undefined ? this.speed.value : undefined;
    this.running.value = true;
    void this.#attempt(() =>
      this.#call("run", { until: until ?? end, ...(speed !== undefined && { speed }) }),
    );
  }

  async pause(): Promise<void> {
    await this.#call("pause", undefined);
  }

  step(): void {
    this.run((this.frame.value?.step ?? 0) + 1);
  }

  epoch(): void {
    const batches = this.scene.value?.batches ?? 1;
    const step = this.frame.value?.step ?? 0;
    this.run((Math.floor(step / batches) + 1) * batches);
  }

  async restart(): Promise<void> {
    await this.#inTurn(() => this.#become({ ...this.doc.value, step: 0 }));
  }

  async toggleColumn(column: number): Promise<void> {
    this.#unfolded = this.#unfolded.includes(column)
      ? this.#unfolded.filter((one) => one !== column)
      : [...this.#unfolded, column];
    const { layout, frame } = await this.#call("unfold", this.#unfolded);
    batch(() => {
      this.layout.value = layout;
      this.frame.value = frame;
    });
  }

  select(place: string): void {
    const layout = this.layout.value;
    if (layout && isThere(place, layout)) this.selected.value = place;
  }

  #call<N extends CallName>(name: N, argument: Parameters<Calls[N]>[0]): Promise<ReturnType<Calls[N]>> {
    return this.#engine.call(name, argument);
  }

  async #become(doc: Doc, carry = false): Promise<boolean> {
    const isOpen = await this.#show(doc, carry);
    if (isOpen) this.history.value = record(this.history.value, doc);
    return isOpen;
  }

  async #go(history: History<Doc>): Promise<void> {
    const { step } = history.now;
    if (history.now === this.doc.value || !(await this.#show({ ...history.now, step: 0 }))) return;
    this.history.value = history;
    if (step > 0) this.run(step);
  }

  /** Opens a document; what was open stays where it cannot be. */
  #show({ file, text }: Doc, carry = false): Promise<boolean> {
    return this.#attempt(async () => {
      const files = { ...(await this.#dataFor({ file, text })), ...this.dropped.value };
      const scene = await this.#call("open", { file, text, step: 0, files, carry });
      batch(() => {
        this.#unfolded = [];
        this.scene.value = scene;
        this.layout.value = scene.layout;
        this.frame.value = scene.frame;
        this.curve.value = scene.frame.curve;
        this.running.value = false;
        this.editing.value = undefined;
        if (!isThere(this.selected.value, scene.layout)) this.selected.value = firstPlace(scene.layout);
      });
    });
  }

  async #attempt(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      this.problem.value = undefined;
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.problem.value = error.problem;
      return false;
    }
  }

  #hear(event: EngineEvent): void {
    batch(() => {
      if (event.frame.neurons.length === this.layout.value?.neurons.length) this.frame.value = event.frame;
      if (event.frame.curve) this.curve.value = event.frame.curve;
      if (event.kind === "frame") return;
      this.running.value = false;
      this.history.value = amend(this.history.value, { ...this.doc.value, step: event.frame.step });
      if (event.problem) this.problem.value = event.problem;
    });
  }

  /** Asks for results as training goes on, a few times a second. */
  #followResults(): void {
    const follow = latest(async () => {
      const known = this.scene.peek();
      const results = await this.#call("results", undefined);
      if (known === this.scene.peek()) this.results.value = results;
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    effect(() => {
      if (this.frame.value && (this.scene.value?.batches ?? 0) > 0) follow(undefined);
    });
  }

  /** Asks for derivations whenever there is something else to explain. */
  #explainWhatIsSeen(): void {
    const derive = latest(async (ask: () => Promise<void>) => {
      await this.#attempt(ask);
      if (this.running.peek()) await new Promise((resolve) => setTimeout(resolve, 250));
    });
    effect(() => {
      const [layout, frame, tab] = [this.layout.value, this.frame.value, this.tab.value];
      const [place, language] = [this.selected.value, this.preferences.language.value];
      const isRunning = this.running.value;
      if (!layout || !frame || !isThere(place, layout)) return;
      const names = namesAt(place, layout);
      const precision = precisionFor(this.scene.peek());
      // a long one would hold up the picture while it moves
      const isLong = (this.derived.peek()?.html.length ?? 0) > LONG;
      if (tab === "derivation" && !(isRunning && isLong)) {
        derive(async () => {
          this.derived.value = await this.#call("derive", { names, language, precision });
        });
      }
      if (tab === "steps" && !isRunning) {
        derive(async () => {
          this.steps.start(await this.#call("lesson", { selected: names, language, precision }));
        });
      }
    });
  }
}

/** Of a derivation, in characters. */
const LONG = 20_000;

/** As the article has it where the data is small; less where there is more. */
function precisionFor(scene: Scene | undefined): Precision {
  return (scene?.samples ?? 1) <= 4 ? { decimals: 8 } : { digits: 6 };
}

function isThere(place: string, { neurons, edges }: Layout): boolean {
  return (
    neurons.some(({ id, bias, target }) => id === place || bias === place || target === place) ||
    edges.some(({ weight }) => weight === place)
  );
}

function firstPlace({ neurons, edges, result }: Layout): string {
  return edges.find(({ weight }) => weight !== undefined)?.weight ?? neurons[0]?.id ?? result;
}
