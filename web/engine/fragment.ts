import { type Explanation, explanationToHtml, type HtmlOptions } from "../../src/index.ts";

/** The sections of an explanation as HTML. */
export function fragmentOf(explanation: Explanation, options: HtmlOptions): string {
  const page = explanationToHtml(explanation, options);
  return page.slice(page.indexOf("</h1>") + 5, page.indexOf("</main>"));
}
