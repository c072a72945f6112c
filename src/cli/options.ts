import { InvalidArgumentError } from "commander";

/** A parser for an option that is a whole number. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      throw new InvalidArgumentError(`expected a whole number from ${low} to ${high}, found "${text}"`);
    }
    return value;
  };
}

/** Columns of the terminal, or of a page where the output goes to a file. */
export function terminalWidth(): number {
  return Math.max(40, process.stdout.columns ?? 100);
}
