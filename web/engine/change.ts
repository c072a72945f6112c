import { InputError } from "../../src/index.ts";
import { editText, hasPath, withLayer, withNeurons, withOptimizer, withoutLayer } from "../document/edit.ts";
import type { Change } from "./protocol.ts";
import type { Learned, Subject } from "./subject.ts";

/**
 * The text of a document with one thing changed.
 * @param learned what is written to it before
 * @throws InputError for a number that the document does not give
 */
export function changed(written: string, learned: Learned, change: Change, subject: Subject): string {
  const text = editText(written, learned);
  switch (change.kind) {
    case "setting":
      return editText(text, [change]);
    case "optimizer":
      return withOptimizer(text, change.name);
    case "neurons":
      return withNeurons(text, change.layer, change.count);
    case "add-layer":
      return withLayer(text, change.before);
    case "remove-layer":
      return withoutLayer(text, change.layer);
    case "number":
      return withNumber(text, change, subject);
  }
}

function withNumber(
  text: string,
  { name, value }: Extract<Change, { kind: "number" }>,
  subject: Subject,
): string {
  const written = subject.written(name);
  if (!written) throw new InputError(`${name}: expected a number that the document gives`);
  const { path, missing } = written;
  const whole =
    missing && !hasPath(text, path) ? editText(text, [{ path: missing.path, value: missing.value() }]) : text;
  return editText(whole, [{ path, value }]);
}
