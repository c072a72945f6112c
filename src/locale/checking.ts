/** What somebody can have done in place of what was meant. */
export type SlipWord =
  | "factor-missing"
  | "derivative-missing"
  | "derivative-at-net"
  | "derivative-at-error"
  | "derivative-of-other-neuron"
  | "sign"
  | "half"
  | "mean-for-sum"
  | "path-missing"
  | "term-missing"
  | "updated-too-early"
  | "transposed"
  | "other-quantity"
  | "bias-missing"
  | "rate-missing"
  | "rate-added"
  | "output-error-for-hidden"
  | "softmax-without-exp"
  | "activation-missing"
  | "off-by-one-step"
  | "stale-forward"
  | "padded";

/** More lines than these are not listed. */
export const LISTED = 8;

/** Where a mistake was made, and with what; each name with its number, where that is known. */
interface Slip {
  /** The quantity in whose calculation it was made. */
  readonly at: string;
  /** Left out, taken too early or taken instead; none where it is made throughout. */
  readonly about: readonly string[];
}

/** How many numbers there are of each sort. */
export interface Tally {
  readonly numbers: number;
  readonly right: number;
  readonly wrong: number;
  readonly carried: number;
  readonly unknown: number;
}

/** Everything that is said about somebody's working, in one language. */
export interface CheckingWords {
  /** The end of a sentence. */
  readonly stop: string;
  /** `line 12`, before a number. */
  line(line: number): string;
  /** `14 numbers`, `11 right`, …: what there is none of is left out. */
  tally(tally: Tally): readonly string[];
  /** Beside a number whose last digit was cut; `full` has a digit more. */
  cut(full: string): string;
  /** Beside a number that follows from rounded ones. */
  fromRounded(own: readonly string[]): string;
  readonly firstMistake: string;
  readonly anotherMistake: string;
  readonly lastDigit: string;
  /** Beside a number that follows from wrong ones, in these lines. */
  carried(lines: readonly number[]): string;
  readonly notRecognised: string;
  expected(value: string): string;
  /** Of the calculation that stands before a number. */
  calculationGives(value: string): string;
  /** What follows from the learner's own numbers, and whether it was reached but for the last digit. */
  fromOwn(line: number, own: readonly string[], value: string, isMethodRight: boolean): string;
  /** That a number comes of a mistake, or of one of several. */
  gives(claimed: string, slips: readonly string[]): string;
  /** A mistake that is made in another step than the one that is shown. */
  within(slip: string, at: string): string;
  throughout(slip: string): string;
  /** Two mistakes at once. */
  both(slip: string, other: string): string;
  readonly slips: Readonly<Record<SlipWord, (slip: Slip) => string>>;
  /** The mistakes as headings. */
  readonly kinds: Readonly<Record<SlipWord, string>>;
  /** Where to begin, and what follows from it. */
  startAt(line: number, carried: readonly number[]): string;
  /** The same where others that are wrong stand before it on the page. */
  startAtFirst(line: number, carried: readonly number[]): string;
  readonly allRight: string;
  /** Where there is more that could not be read, or told. */
  readonly allReadRight: string;
  /** In place of so many numbers that are right. */
  moreRight(count: number): string;
  readonly lookAgain: string;
  /** Why an equation could not be read, or a number not be judged. */
  unread(line: number, text: string): string;
  unrecognised(line: number, name: string): string;
  readonly negativeDelta: string;
  /** In place of the numbers that are not shown. */
  more(count: number, option: string): string;
  readonly marks: {
    readonly total: string;
    readonly legend: string;
  };
  readonly files: {
    readonly file: string;
    readonly numbers: string;
    readonly right: string;
    readonly marks: string;
    readonly firstMistake: string;
    readonly none: string;
    readonly nothingRecognised: string;
    readonly commonest: string;
    count(files: number): string;
  };
}
