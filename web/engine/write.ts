import {
  type Explanation,
  explanationToHtml,
  explanationToLatex,
  explanationToMarkdown,
  pictureOf,
  pictureToSvg,
  type TypesetOptions,
} from "../../src/index.ts";
import type { WrittenFormat } from "./protocol.ts";

/** An explanation as a document that stands for itself. */
export function write(explanation: Explanation, format: WrittenFormat, options: TypesetOptions): string {
  switch (format) {
    case "markdown":
      return explanationToMarkdown(explanation, options);
    case "latex":
      return explanationToLatex(explanation, { ...options, picture: pictureOf(explanation) });
    case "html":
      return explanationToHtml(explanation, { ...options, picture: pictureOf(explanation) });
    case "svg":
      return pictureToSvg(pictureOf(explanation), options.words);
  }
}
