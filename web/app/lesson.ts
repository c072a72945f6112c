import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Judgement, JudgeRequest, Lesson } from "../engine/protocol.ts";

/** A row of a lesson, whatever it looks like. */
export interface Row {
  /** `net_h1`, `∂E/∂w5`; undefined where words stand in its place. */
  readonly of: string | undefined;
  /** There is a number in it to be worked out. */
  readonly hasValue: boolean;
}

/** A number that somebody gave, and what came of it. */
export interface Attempt {
  readonly text: string;
  /** Undefined while it is being judged. */
  readonly judgement: Judgement | undefined;
}

/** A calculation that is gone through row by row, and perhaps worked out by whoever reads it. */
export class LessonModel {
  readonly lesson: Signal<Lesson | undefined> = signal(undefined);
  readonly rows: Signal<readonly Row[]> = signal([]);
  /** How many rows are shown. */
  readonly shown: Signal<number> = signal(0);
  /** Is the next number to be worked out before it is shown? */
  readonly predicting: Signal<boolean> = signal(false);
  readonly attempt: Signal<Attempt | undefined> = signal(undefined);
  /** Numbers that were given and are right, as they were given, by quantity. */
  readonly #given = new Map<string, string>();
  readonly #judge: (claims: JudgeRequest["claims"]) => Promise<Judgement>;

  /** The numbers that the rows shown so far have given. */
  readonly known: ReadonlySignal<ReadonlyMap<string, number>> = computed(() => {
    const values = this.lesson.value?.values ?? {};
    const rows = this.rows.value.slice(0, this.shown.value);
    const given = rows.flatMap(({ of, hasValue }) => (of !== undefined && hasValue ? [of] : []));
    return new Map(given.map((of) => [of, values[of]]));
  });

  /** The row that has just been shown. */
  readonly current: ReadonlySignal<Row | undefined> = computed(() => this.rows.value[this.shown.value - 1]);

  /** The row whose number is asked for. */
  readonly asked: ReadonlySignal<Row | undefined> = computed(() => {
    const next = this.rows.value[this.shown.value];
    return this.predicting.value && next?.hasValue && next.of !== undefined ? next : undefined;
  });

  constructor(judge: (claims: JudgeRequest["claims"]) => Promise<Judgement>) {
    this.#judge = judge;
  }

  start(lesson: Lesson): void {
    const isSame = lesson.html === this.lesson.value?.html;
    if (isSame) return;
    this.lesson.value = lesson;
    this.#restart();
  }

  /** On by one row; a number that is asked for has to be given, or revealed. */
  next(): void {
    if (!this.asked.value) this.reveal();
  }

  reveal(): void {
    if (this.shown.value >= this.rows.value.length) return;
    this.shown.value++;
    this.attempt.value = undefined;
  }

  back(): void {
    this.shown.value = Math.max(0, this.shown.value - 1);
    this.attempt.value = undefined;
  }

  toStart(): void {
    this.#restart();
  }

  toEnd(): void {
    this.shown.value = this.rows.value.length;
    this.attempt.value = undefined;
  }

  /** A number for the row that comes next; a right one shows the row. */
  async answer(text: string): Promise<void> {
    const asked = this.asked.value;
    if (asked?.of === undefined) return;
    this.attempt.value = { text, judgement: undefined };
    const judgement = await this.#judge([...this.#worked(), { name: asked.of, text }]);
    if (this.asked.value !== asked) return;
    this.attempt.value = { text, judgement };
    if (judgement.standing !== "right") return;
    this.#given.set(asked.of, text);
    this.shown.value++;
  }

  /** What stands above: a number is judged from those that it is worked out from, as they can be read there. */
  #worked(): JudgeRequest["claims"] {
    return [...this.known.value].map(([name, value]) => ({
      name,
      text: this.#given.get(name) ?? String(value),
    }));
  }

  #restart(): void {
    this.shown.value = 0;
    this.attempt.value = undefined;
    this.#given.clear();
  }
}
