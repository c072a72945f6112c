import { linesOf } from "./lines.ts";
import { blanked, type Contents } from "./passage.ts";
import { prosePassages } from "./prose.ts";

const VERBATIM = ["verbatim", "lstlisting", "comment"];

/** The equations of an article in LaTeX; comments and program text are passed over. */
export function contentsOfLatex(written: string): Contents {
  const text = VERBATIM.reduce(withoutEnvironment, withoutComments(written));
  // a preamble has equations of its own
  const start = Math.max(0, text.indexOf("\\begin{document}"));
  return { text, passages: prosePassages(text, start, text.length) };
}

function withoutComments(text: string): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of linesOf(text, 0, text.length)) {
    const comment = commentAt(text, start, end);
    parts.push(text.slice(done, comment), blanked(text.slice(comment, end)));
    done = end;
  }
  return parts.join("") + text.slice(done);
}

/** Where the comment of a line begins; a percent sign behind a backslash is none. */
function commentAt(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "%") return at;
  }
  return end;
}

function withoutEnvironment(text: string, name: string): string {
  return withoutBetween(text, `\\begin{${name}}`, `\\end{${name}}`);
}

/** The text with everything blank between two marks, the marks included. */
export function withoutBetween(text: string, open: string, close: string): string {
  const parts: string[] = [];
  let done = 0;
  for (let from = text.indexOf(open); from !== -1; from = text.indexOf(open, done)) {
    const end = text.indexOf(close, from + open.length);
    if (end === -1) break;
    parts.push(text.slice(done, from), blanked(text.slice(from, end + close.length)));
    done = end + close.length;
  }
  return parts.join("") + text.slice(done);
}
