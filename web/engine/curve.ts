import type { Curve } from "./protocol.ts";

/** More points than a screen has columns show nothing more. */
const MOST = 800;

/** Losses step by step; where there are many, every second is let go, as often as it takes. */
export class LossCurve {
  #steps: number[] = [];
  #losses: number[] = [];
  #stride = 1;

  /** @param step the number of updates before which the loss was this */
  add(step: number, loss: number): void {
    if (step % this.#stride !== 0) return;
    this.#steps.push(step);
    this.#losses.push(loss);
    if (this.#steps.length <= MOST) return;
    this.#stride *= 2;
    const isKept = (_: number, i: number) => this.#steps[i] % this.#stride === 0;
    this.#losses = this.#losses.filter(isKept);
    this.#steps = this.#steps.filter((one) => one % this.#stride === 0);
  }

  read(): Curve {
    return { steps: Float64Array.from(this.#steps), losses: Float64Array.from(this.#losses) };
  }
}
