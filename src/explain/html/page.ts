import type { Catalogue } from "../../locale/catalogue.ts";
import { escapeXml } from "./escape.ts";
import { PAGE_STYLE } from "./html-style.ts";

/** What a browser may load for such a page: nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export interface Page {
  /** Somebody's words. */
  readonly title: string;
  /** Beside the look that all pages have. */
  readonly style?: string;
  /** Markup. */
  readonly body: readonly string[];
}

/** One HTML page around what is in it, which needs no script, no network and no other file. */
export function htmlPage({ language }: Catalogue, { title, style = "", body }: Page): string {
  const name = escapeXml(title);
  return `${[
    "<!DOCTYPE html>",
    `<html lang="${language}">`,
    "<head>",
    '<meta charset="utf-8"/>',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}"/>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    `<title>${name}</title>`,
    `<style>\n${PAGE_STYLE}${style}\n</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1><bdi>${name}</bdi></h1>`,
    ...body,
    "</main>",
    "</body>",
    "</html>",
  ].join("\n")}\n`;
}
