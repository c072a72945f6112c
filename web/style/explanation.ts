import { EXPLANATION_STYLE } from "../../src/index.ts";

/** The library's style of explanations, for as narrow as the panel is and not the window. */
export function explanationSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const style = EXPLANATION_STYLE.replace("@media (max-width: 48rem)", "@container (max-width: 36rem)");
  sheet.replaceSync(`.explanation { ${style} }`);
  return sheet;
}
