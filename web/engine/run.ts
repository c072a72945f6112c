import type { RunRequest } from "./protocol.ts";
import type { Subject } from "./subject.ts";

/** What runs needs of the world. */
export interface Clock {
  /** In milliseconds. */
  now(): number;
  /** Calls back after others have had their turn, and after so many milliseconds. */
  later(after: number, then: () => void): void;
}

/** How long updates are taken before others have their turn, in milliseconds. */
const TURN = 10;
/** From one frame to the next; as often as a screen shows one. */
const FRAME = 16;
const MOST_AT_ONCE = 1 << 16;

/** Takes updates, turn by turn, until there are enough of them or it is stopped. */
export class Run {
  /** Fulfilled at the end, whether it was stopped or not. */
  readonly finished: Promise<void>;
  readonly #subject: Subject;
  readonly #request: RunRequest;
  readonly #clock: Clock;
  readonly #show: () => void;
  readonly #started: { readonly at: number; readonly step: number };
  #shown: number;
  #atOnce = 1;
  #isStopped = false;
  #end: (error?: unknown) => void = () => {};

  /** @param show a frame is due */
  constructor(subject: Subject, request: RunRequest, clock: Clock, show: () => void) {
    this.#subject = subject;
    this.#request = request;
    this.#clock = clock;
    this.#show = show;
    this.#started = { at: clock.now(), step: subject.steps };
    this.#shown = clock.now();
    this.finished = new Promise((resolve, reject) => {
      this.#end = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.#turn();
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#end();
  }

  #turn(): void {
    if (this.#isStopped) return;
    const { now, later } = this.#clock;
    const until = Math.min(this.#request.until, this.#due(now()));
    try {
      const turn = now();
      while (this.#subject.steps < until && now() - turn < TURN) this.#advance(until - this.#subject.steps);
    } catch (error) {
      this.#isStopped = true;
      this.#end(error);
      return;
    }
    if (this.#subject.steps >= this.#request.until) {
      this.stop();
      return;
    }
    if (now() - this.#shown >= FRAME) {
      this.#shown = now();
      this.#show();
    }
    later(this.#subject.steps >= until ? FRAME : 0, () => this.#turn());
  }

  #advance(most: number): void {
    const before = this.#clock.now();
    this.#subject.advance(Math.min(most, this.#atOnce));
    const took = this.#clock.now() - before;
    if (took < TURN / 4) this.#atOnce = Math.min(MOST_AT_ONCE, 2 * this.#atOnce);
    else if (took > TURN) this.#atOnce = Math.max(1, this.#atOnce >> 1);
  }

  /** Where a run of a given speed ought to be; it takes its first update at once. */
  #due(now: number): number {
    const { speed } = this.#request;
    if (speed === undefined) return Number.POSITIVE_INFINITY;
    return this.#started.step + 1 + Math.floor(((now - this.#started.at) / 1000) * speed);
  }
}
