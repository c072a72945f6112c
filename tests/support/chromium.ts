import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import ts from "typescript";
import { findProgram, skippedWithout } from "../documents/programs.ts";
import { root } from "./cli.ts";

const program = findProgram("chromium", "chromium-browser", "google-chrome");
const ORIGIN = "http://backstep.test";

/** Modules of this repository in a browser, each file by itself and without its types. */
export const inChromium = {
  isThere: (program !== undefined) as boolean,
  skipped: skippedWithout(program, "chromium") as string,

  /** Runs a module, in which paths start at the repository, and returns what it exports as `result`. */
  async run<T>(source: string): Promise<T> {
    if (program === undefined) throw new Error("there is no chromium");
    const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      const failed = new Promise<never>((_, reject) => page.on("pageerror", reject));
      await page.route(`${ORIGIN}/**`, async (route) => {
        const { pathname } = new URL(route.request().url());
        if (pathname === "/") await route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
        else await route.fulfill({ contentType: "text/javascript", body: await scriptOf(pathname, source) });
      });
      await page.goto(`${ORIGIN}/`);
      const result = page.evaluate(`import("/main.ts").then(({ result }) => result)`) as Promise<T>;
      return await Promise.race([result, failed]);
    } finally {
      await browser.close();
    }
  },
};

async function scriptOf(pathname: string, main: string): Promise<string> {
  const source = pathname === "/main.ts" ? main : await readFile(`${root}${pathname}`, "utf8");
  const target = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true };
  return ts.transpileModule(source, { compilerOptions: target }).outputText;
}
