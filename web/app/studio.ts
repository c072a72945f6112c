import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Language, type StudioWords, studioEn } from "../../src/index.ts";
import { type EngineClient, Refusal, startEngine } from "../engine/client.ts";
import type { Change, Derived, EngineEvent, Frame, Layout, Problem, Scene } from "../engine/protocol.ts";
import { type BuiltIn, builtIns } from "./examples.ts";
import { amend, type History, record, redo, startHistory, undo } from "./history.ts";
import { namesAt } from "./places.ts";

/** Everything that a result depends on. */
export interface Doc {
  readonly file: string;
  readonly text: string;
  /** Updates taken. */
  readonly step: number;
}

/** The state of the page, and all that can be done to it. */
export class Studio {
  readonly history: Signal<History<Doc>>;
  readonly scene: Signal<Scene | undefined> = signal(undefined);
  readonly layout: Signal<Layout | undefined> = signal(undefined);
  readonly frame: Signal<Frame | undefined> = signal(undefined);
  /** The place of the picture whose derivation is shown. */
  readonly selected: Signal<string> = signal("w5");
  /** The places that are pointed at, in the picture or in a derivation. */
  readonly lit: Signal<readonly string[]> = signal([]);
  /** The place whose number is being changed. */
  readonly editing: Signal<string | undefined> = signal(undefined);
  readonly derived: Signal<Derived | undefined> = signal(undefined);
  readonly problem: Signal<Problem | undefined> = signal(undefined);
  readonly running: Signal<boolean> = signal(false);
  readonly speed: Signal<number | undefined> = signal(undefined);
  readonly language: Signal<Language> = signal("en");
  readonly words: Signal<StudioWords> = signal(studioEn);
  readonly doc: ReadonlySignal<Doc> = computed(() => this.history.value.now);
  readonly #engine: EngineClient;
  #files: Readonly<Record<string, string>> = {};
  #open: readonly number[] = [];

  constructor() {
    const [{ file, text }] = builtIns;
    this.history = signal(startHistory<Doc>({ file, text, step: 0 }));
    this.#engine = startEngine((event) => this.#hear(event));
    void this.#show(this.doc.value);
    effect(() => {
      // whatever of these changes asks for another derivation
      const [layout, frame] = [this.layout.value, this.frame.value];
      const [selected, language] = [this.selected.value, this.language.value];
      if (layout && frame) this.#derive(selected, layout, language);
    });
  }

  async openBuiltIn({ file, text, data = {} }: BuiltIn): Promise<void> {
    const entries = Object.entries(data).map(async ([name, url]) => {
      return [name, await (await fetch(url)).text()] as const;
    });
    this.#files = { ...this.#files, ...Object.fromEntries(await Promise.all(entries)) };
    await this.#become({ file, text, step: 0 });
  }

  /** Changes the document. */
  async change(change: Change): Promise<void> {
    await this.#attempt(async () => {
      const text = await this.#engine.call("change", change);
      await this.#become({ ...this.doc.value, text, step: 0 });
    });
  }

  setText(text: string): Promise<void> {
    return this.#become({ ...this.doc.value, text, step: 0 });
  }

  async undo(): Promise<void> {
    await this.#go(undo(this.history.value));
  }

  async redo(): Promise<void> {
    await this.#go(redo(this.history.value));
  }

  run(until?: number): void {
    const { scene, frame, speed } = this;
    if (!scene.value || !frame.value) return;
    const end = scene.value.steps;
    const goal = until ?? (frame.value.step < end ? end : Number.MAX_SAFE_INTEGER);
    this.running.value = true;
    this.problem.value = undefined;
    void this.#attempt(() =>
      this.#engine.call("run", {
        until: goal,
        ...(speed.value !== undefined && until === undefined && { speed: speed.value }),
      }),
    );
  }

  async pause(): Promise<void> {
    await this.#engine.call("pause", undefined as never);
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
    await this.#become({ ...this.doc.value, step: 0 });
  }

  async toggleColumn(column: number): Promise<void> {
    this.#open = this.#open.includes(column)
      ? this.#open.filter((one) => one !== column)
      : [...this.#open, column];
    const { layout, frame } = await this.#engine.call("unfold", this.#open);
    batch(() => {
      this.layout.value = layout;
      this.frame.value = frame;
    });
  }

  select(place: string): void {
    this.selected.value = place;
  }

  async #become(doc: Doc): Promise<void> {
    if (await this.#show(doc)) this.history.value = record(this.history.value, doc);
  }

  async #go(history: History<Doc>): Promise<void> {
    if (history.now === this.doc.value) return;
    if (await this.#show(history.now)) this.history.value = history;
  }

  /** Opens a document; what was open stays where it cannot be. */
  async #show({ file, text, step }: Doc): Promise<boolean> {
    return this.#attempt(async () => {
      const scene = await this.#engine.call("open", { file, text, step, files: this.#files });
      batch(() => {
        this.#open = [];
        this.scene.value = scene;
        this.layout.value = scene.layout;
        this.frame.value = scene.frame;
        this.running.value = false;
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
      if (this.layout.value && event.frame.neurons.length === this.layout.value.neurons.length) {
        this.frame.value = event.frame;
      }
      if (event.kind === "frame") return;
      this.running.value = false;
      this.history.value = amend(this.history.value, { ...this.doc.value, step: event.frame.step });
      if (event.problem) this.problem.value = event.problem;
    });
  }

  #isDeriving = false;
  #wanted: (() => Promise<void>) | undefined;

  /** One at a time, and of several that are asked for meanwhile the last. */
  #derive(selected: string, layout: Layout, language: Language): void {
    this.#wanted = async () => {
      const names = namesAt(selected, layout);
      await this.#attempt(async () => {
        this.derived.value = await this.#engine.call("derive", {
          names,
          language,
          precision: { decimals: 8 },
        });
      });
    };
    if (!this.#isDeriving) void this.#deriveWanted();
  }

  async #deriveWanted(): Promise<void> {
    this.#isDeriving = true;
    while (this.#wanted) {
      const next = this.#wanted;
      this.#wanted = undefined;
      await next();
      if (this.running.peek()) await pause(250);
    }
    this.#isDeriving = false;
  }
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
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
