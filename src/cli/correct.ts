import { type Checked, checkWorking, correctedText, InputError, lineDiff, readWorking } from "../index.ts";
import { writeTextFile } from "../node/index.ts";
import { type Judgement, STDIN } from "./workings.ts";

/**
 * Prints the corrections of workings as a diff, writes them where that is asked for, and says what they cannot put
 * right.
 * @returns whether nothing is wrong, or nothing is any more
 */
export async function correct(
  judgements: readonly Judgement[],
  { write, json }: { readonly write?: boolean; readonly json?: boolean },
): Promise<boolean> {
  let isRight = true;
  const diffs: { file: string; diff: string }[] = [];
  for (const judgement of judgements) {
    const { file, path, text, working, checked } = judgement;
    const corrected = correctedText(text, working, checked);
    const diff = lineDiff(file, text, corrected);
    diffs.push({ file, diff });
    if (!json) process.stdout.write(diff);
    const isComplete = sayWhatIsLeft(judgement, corrected);
    if (write && path === STDIN) throw new InputError("--write: expected a file, found standard input");
    if (write && diff !== "") await writeTextFile(path, corrected);
    if (!isComplete || (diff !== "" && !write)) isRight = false;
  }
  if (json) process.stdout.write(`${JSON.stringify({ files: diffs }, null, 2)}\n`);
  return isRight;
}

/** A calculation in front of a corrected number may still give another. */
function sayWhatIsLeft({ file, format, subject }: Judgement, corrected: string): boolean {
  const left = checkWorking(subject, readWorking(corrected, { format })).claims.filter(isOff);
  for (const { claim, expected = Number.NaN } of left)
    process.stderr.write(
      `${file}:${claim.line}:${claim.column}  what stands in front of ${claim.claimed.text} gives ${expected}: correct it by hand\n`,
    );
  return left.length === 0;
}

function isOff({ verdict }: Checked["claims"][number]): boolean {
  return verdict === "wrong" || verdict === "carried";
}
