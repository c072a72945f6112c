import { refsOf } from "../../graph/expression.ts";
import type { Printed, Working } from "../claim.ts";
import type { Checked, Judged } from "../verdict.ts";
import { printedLike } from "./digits.ts";
import { sheetOf, standingOf } from "./sheet.ts";

/** A stretch of a line that is to be something else. Columns from 1. */
interface Edit {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
}

/**
 * The text of a working with every wrong number corrected, and every number that follows from one: each as it would
 * have been printed, with as many digits. In the calculations written in front of them the same numbers are replaced.
 */
export function correctedText(text: string, working: Working, checked: Checked): string {
  const edits = sheetOf(working, checked)
    .entries.filter(({ all }) => all.some(isOff))
    .flatMap(({ all }): Edit[] => {
      const value = all.find(({ claim }) => claim.kind === "value") ?? all[0];
      return [...editOf(value), ...all.flatMap((judged) => operandEdits(judged, checked, working))];
    });
  const lines = text.split("\n");
  for (const { line, column, length, text: right } of edits.sort((a, b) => b.column - a.column)) {
    const before = lines[line - 1];
    lines[line - 1] = before.slice(0, column - 1) + right + before.slice(column - 1 + length);
  }
  return lines.join("\n");
}

function isOff(judged: Judged): boolean {
  return standingOf(judged) === "wrong" || standingOf(judged) === "carried";
}

function editOf({ claim: { claimed, line, column }, expected }: Judged): Edit[] {
  if (expected === undefined) return [];
  const text = printedLike(claimed, expected);
  return text === claimed.text ? [] : [{ line, column, length: claimed.text.length, text }];
}

/** Numbers that were copied into a calculation from a line that is corrected. */
function operandEdits(judged: Judged, { claims }: Checked, { lines }: Working): Edit[] {
  const { claim } = judged;
  if (claim.kind !== "arithmetic" || claim.arithmetic === undefined) return [];
  const corrections = new Map<string, string>();
  for (const other of claims) {
    const [edit] =
      isOff(other) && other.claim.kind === "value" && other.claim.line !== claim.line ? editOf(other) : [];
    if (!edit) continue;
    const { text } = other.claim.claimed;
    corrections.set(text, edit.text);
    // in a calculation the sign is one of its own
    if (isNegative(text) && isNegative(edit.text)) corrections.set(text.slice(1), edit.text.slice(1));
  }
  const operands = new Set(refsOf(claim.arithmetic).map(({ text }: Printed) => text));
  const before = lines[claim.line - 1].slice(0, claim.column - 1);
  return [...operands].flatMap((text) => {
    const correction = corrections.get(text);
    return correction === undefined
      ? []
      : placesOf(text, before).map((column) => ({
          line: claim.line,
          column,
          length: text.length,
          text: correction,
        }));
  });
}

function isNegative(text: string): boolean {
  return /^[-−]\S/.test(text);
}

/** Where a number stands in a text and is not part of a longer one. */
function placesOf(number: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(number); at !== -1; at = text.indexOf(number, at + number.length)) {
    const isPart =
      /[\d.,\w]/.test(text[at - 1] ?? "") || /^[\d\w]|^[.,]\d/.test(text.slice(at + number.length));
    if (!isPart) places.push(at + 1);
  }
  return places;
}

/** The differences between two texts of equally many lines, as `diff -U0` writes them; empty where there are none. */
export function lineDiff(file: string, before: string, after: string): string {
  const [old, changed] = [before.split("\n"), after.split("\n")];
  const hunks: string[] = [];
  for (let i = 0; i < old.length; ) {
    let end = i;
    while (end < old.length && old[end] !== changed[end]) end++;
    if (end > i) {
      const range = end - i === 1 ? `${i + 1}` : `${i + 1},${end - i}`;
      const removed = old.slice(i, end).map((line) => `-${line}`);
      hunks.push(`@@ -${range} +${range} @@`, ...removed, ...changed.slice(i, end).map((line) => `+${line}`));
    }
    i = Math.max(end, i + 1);
  }
  return hunks.length === 0 ? "" : `${[`--- ${file}`, `+++ ${file}`, ...hunks].join("\n")}\n`;
}
