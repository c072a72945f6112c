import { InvalidArgumentError } from "commander";

const units = ["epochs", "steps", "seconds"] as const;

/** How often a checkpoint is written. */
export interface Every {
  readonly count: number;
  readonly unit: (typeof units)[number];
}

/** `10 epochs`, `500 steps`, `30 seconds`, `30s`; a number alone counts epochs. */
export function parseEvery(text: string): Every {
  const found = /^\s*(\d{1,9})\s*([a-z]*)\s*$/i.exec(text);
  const count = Number(found?.[1] ?? 0);
  const word = found?.[2].toLowerCase() || "epochs";
  const unit = units.find((unit) => unit === word || unit.slice(0, -1) === word);
  const short = { e: "epochs", s: "seconds" } as const;
  const known = unit ?? (Object.hasOwn(short, word) ? short[word as keyof typeof short] : undefined);
  if (count === 0 || !known) {
    throw new InvalidArgumentError(
      `expected a number of epochs, steps or seconds (as "10 epochs", "30s"), found "${text}"`,
    );
  }
  return { count, unit: known };
}
