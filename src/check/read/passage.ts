/**
 * A stretch of a document that may hold equations. lines: one line of plain text. maths: a formula, or a display of
 * several. entry: the value of a cell or a key. step: from here on, numbers are of after so many updates; sample:
 * and of this sample, counted from 1, where nothing else is said.
 */
export type Passage =
  | { readonly kind: "lines" | "maths"; readonly start: number; readonly end: number }
  | {
      readonly kind: "entry";
      readonly name: string;
      readonly start: number;
      readonly end: number;
      readonly step?: number;
    }
  | { readonly kind: "step"; readonly step: number }
  | { readonly kind: "sample"; readonly sample: number };

/** Something that could not be read, at an offset. */
export interface Trouble {
  readonly at: number;
  readonly text: string;
}

/** What a document holds. */
export interface Contents {
  /** As long as the document; what is no part of the working, as comments, is blank. */
  readonly text: string;
  readonly passages: readonly Passage[];
  readonly trouble?: readonly Trouble[];
  readonly example?: { readonly text: string; readonly at: number };
}

/** The same text with a stretch of it blank, line by line. */
export function blanked(text: string): string {
  return text.replaceAll(/[^\r\n]/g, " ");
}
