import type { EpochsProgress, Finding, Position, Watch, WatchedSoFar } from "../../index.ts";
import {
  type Checkpoint,
  encodeCheckpoint,
  type RunFolder,
  type RunRecord,
  type RunStatus,
} from "../../node/index.ts";
import { clock } from "../clock.ts";
import type { Prepared } from "../prepare.ts";
import type { Every } from "./every.ts";
import { type RecordedSoFar, Recorder, toMultiple } from "./recorder.ts";

/** What a checkpoint holds beside the state of the training. */
interface Notes {
  readonly seconds: number;
  readonly recorded: RecordedSoFar;
  readonly losses: WatchedSoFar["losses"];
  readonly next: number;
}

/** Where a run goes on. */
export interface GoesOn {
  readonly position: Position;
  readonly watched: WatchedSoFar;
  /** Spent on training before. */
  readonly seconds: number;
}

/** Keeps a run in its folder as it goes. */
export class Keeper {
  readonly folder: RunFolder;
  readonly from: GoesOn | undefined;
  readonly #prepared: Prepared;
  readonly #recorder: Recorder;
  readonly #every: Every;
  readonly #record: RunRecord;
  #saved: { readonly steps: number; readonly at: number };

  /** @param checkpoint where it goes on; its state has been given to the session */
  constructor(
    prepared: Prepared,
    folder: RunFolder,
    options: {
      readonly record: RunRecord;
      readonly every: Every;
      readonly checkpoint?: Checkpoint;
      readonly findings: readonly Finding[];
    },
  ) {
    const { record, every, checkpoint, findings } = options;
    const notes = checkpoint?.notes as Notes | undefined;
    this.folder = folder;
    this.#prepared = prepared;
    this.#record = record;
    this.#every = every;
    this.#recorder = new Recorder(prepared, folder, notes?.recorded);
    this.#saved = { steps: checkpoint?.position.steps ?? 0, at: clock() };
    this.from =
      checkpoint && notes
        ? {
            position: checkpoint.position,
            watched: {
              found: findings,
              losses: notes.losses,
              epochs: checkpoint.position.history,
              next: notes.next,
            },
            seconds: notes.seconds,
          }
        : undefined;
  }

  /** Where it goes on, before its first step, for those who train with it; undefined at the beginning. */
  get start(): Uint8Array | undefined {
    const state = this.#prepared.session.state();
    return this.from && encodeCheckpoint({ state, position: this.from.position, notes: null });
  }

  /** In so many steps there is something to write down; a call of the backend must not take more. */
  stepsToNext(taken: number): number {
    const { count, unit } = this.#every;
    const toLine = this.#recorder.stepsToNext(taken);
    if (unit === "seconds") return toLine;
    return Math.min(toLine, toMultiple(taken, unit === "epochs" ? count * this.#recorder.batches : count));
  }

  /** Before the first step. */
  async before(findings: readonly Finding[]): Promise<void> {
    await this.#recorder.before();
    await this.#found(findings);
  }

  /**
   * After a call of the backend.
   * @param seconds spent on training so far
   */
  async after(
    progress: EpochsProgress,
    findings: readonly Finding[],
    watch: Watch,
    seconds: number,
  ): Promise<void> {
    await this.#found(findings);
    await this.#recorder.after(progress, seconds);
    const { epoch, batch, batches, isLast } = progress;
    if (isLast || this.#isDue((epoch - 1) * batches + batch)) await this.save(progress, watch, seconds);
  }

  /** Writes a checkpoint, where there is none of this step yet. */
  async save(progress: EpochsProgress, watch: Watch, seconds: number): Promise<void> {
    const position = progress.position();
    if (position.steps === this.#saved.steps) return;
    const { losses, next } = watch.soFar();
    const notes: Notes = { seconds, recorded: this.#recorder.soFar(), losses, next };
    // lines that are older than a checkpoint must not be lost when it is there
    for (const lines of [this.folder.metrics, this.folder.layers, this.folder.findings]) await lines.sync();
    await this.folder.checkpoints.save({ state: this.#prepared.session.state(), position, notes });
    this.#saved = { steps: position.steps, at: clock() };
  }

  /** The last checkpoint is of the state after so many steps. */
  get stepsSaved(): number {
    return this.#saved.steps;
  }

  /** Why it could not go on. */
  async diverged(findings: readonly Finding[]): Promise<void> {
    await this.#found(findings);
  }

  /** What is to be written down of the run that has ended. */
  ended(status: RunStatus, rest: Pick<RunRecord, "result" | "seconds">): RunRecord {
    return { ...this.#record, ...rest, status, ended: new Date().toISOString() };
  }

  /** It could not be written: what little there is to say is tried, once. */
  async fail(): Promise<void> {
    await this.folder.writeRecord({ ...this.#record, status: "failed" }).catch(() => {});
  }

  #isDue(steps: number): boolean {
    const { count, unit } = this.#every;
    if (unit === "seconds") return clock() - this.#saved.at >= count * 1000;
    return steps % (unit === "epochs" ? count * this.#recorder.batches : count) === 0;
  }

  async #found(findings: readonly Finding[]): Promise<void> {
    if (findings.length > 0) await this.folder.findings.add(findings);
  }
}
