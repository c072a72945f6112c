import { render } from "preact";
import { type Language, languages } from "../app/languages.ts";
import { Preferences } from "../app/preferences.ts";
import { Studio } from "../app/studio.ts";
import { startInPage } from "../engine/in-page.ts";
import { explanationSheet } from "../style/explanation.ts";
import parts from "../style/parts.css?inline";
import tokens from "../style/tokens.css?inline";
import { type Part, Parts, partNames } from "./parts.tsx";
import { readSource } from "./source.ts";

/** As long as a page likes to show. */
const DEFAULT: readonly Part[] = ["picture", "derivation"];

/**
 * An example in anybody's article:
 *
 *     <backstep-example src="by-example.yaml" show="picture derivation steps exercise" select="w5" lang="en">
 *       What is shown where scripts are off: the page that `backstep explain --format html` writes, say.
 *     </backstep-example>
 */
export class BackstepExample extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ["src", "show", "select", "lang"];
  #root: ShadowRoot | undefined;
  #isDue = false;

  connectedCallback(): void {
    this.#schedule();
  }

  disconnectedCallback(): void {
    if (this.#root) render(null, this.#root);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#schedule();
  }

  /** Several attributes that change together are one change. */
  #schedule(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      void this.#show();
    });
  }

  async #show(): Promise<void> {
    const root = this.#open();
    const src = this.getAttribute("src") ?? "";
    try {
      const source = await readSource(new URL(src, document.baseURI));
      const preferences = new Preferences();
      await preferences.setLanguage(languageOf(this));
      const studio = new Studio({ start: startInPage, preferences, dataFor: async () => source.files });
      const selected = this.getAttribute("select");
      if (selected !== null) studio.selected.value = selected;
      const shown = partsOf(this.getAttribute("show"));
      studio.tab.value = shown.includes("derivation") ? "derivation" : "steps";
      studio.steps.predicting.value = shown.includes("exercise");
      await studio.begin(source);
      render(<Parts studio={studio} parts={shown} />, root);
    } catch (error) {
      // what stands in the page already is better than nothing
      root.replaceChildren(document.createElement("slot"));
      console.error(`backstep-example: ${src}: ${error instanceof Error ? error.message : error}`);
    }
  }

  #open(): ShadowRoot {
    if (this.#root) return this.#root;
    const root = this.attachShadow({ mode: "open" });
    const own = new CSSStyleSheet();
    own.replaceSync(
      `${tokens}\n${parts}\n:host { display: block; color: var(--ink); background: var(--paper); }`,
    );
    root.adoptedStyleSheets = [own, explanationSheet()];
    this.#root = root;
    return root;
  }
}

function partsOf(show: string | null): readonly Part[] {
  const words = (show ?? "").split(/\s+/);
  const known = partNames.filter((part) => words.includes(part));
  return known.length > 0 ? known : DEFAULT;
}

/** That of the element, else that of what is around it. */
function languageOf(element: Element): Language {
  const asked = element.closest("[lang]")?.getAttribute("lang") ?? "en";
  const exact = languages.find((language) => language.toLowerCase() === asked.toLowerCase());
  if (exact) return exact;
  if (/^zh(?:-(?:tw|hk|mo|hant).*)$/i.test(asked)) return "zh-Hant";
  return /^zh/i.test(asked) ? "zh-Hans" : "en";
}
