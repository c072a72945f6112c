/** A name as the graph has it, and what of it is meant where the spelling says so. */
export interface Spelling {
  readonly symbol: string;
  readonly of: "gradient" | "value" | undefined;
}

/**
 * The usual spellings of one quantity: `dE/dw5`, `∂E_total/∂w_5`, `\frac{\partial E_{total}}{\partial w_5}`,
 * `delta_h1` for ∂E/∂net_h1, `w5+`, `w5'`, `w_5^{+}`, `net_{h1}`.
 * @param loss what the loss is called here; `E` is understood as well
 */
export function readSpelling(name: string, loss: string): Spelling {
  const text = withoutLatex(name);
  const derivative = /^[d∂](.+?)(?:_?total)?\/[d∂](.+)$/.exec(text);
  if (derivative && [loss, "E"].includes(derivative[1])) {
    return { symbol: withoutNumberMark(derivative[2]), of: "gradient" };
  }
  if (/^E_?total$/.test(text)) return { symbol: loss, of: undefined };
  const delta = /^(?:delta_|δ_?)(.+)$/.exec(text);
  if (delta) return { symbol: `net_${delta[1]}`, of: "gradient" };
  const updated = /^(.*?)\^?(?:\+|'|⁺)(#\d+)?$/.exec(text);
  if (updated) return { symbol: `${withoutNumberMark(updated[1])}⁺${updated[2] ?? ""}`, of: "value" };
  return { symbol: withoutNumberMark(text), of: undefined };
}

/** `\frac{\partial E}{\partial w_{5}}` as `∂E/∂w_5`. */
function withoutLatex(name: string): string {
  return name
    .replaceAll("$", "")
    .replaceAll(/\\partial\s*/g, "∂")
    .replace(/^\s*\\[dt]?frac\{(.*)\}\s*\{(∂.*)\}\s*$/, "$1/$2")
    .replaceAll(/\\delta\b/g, "δ")
    .replaceAll(/\\(?:text|mathrm|mathit)\b/g, "")
    .replaceAll(/[{}\s]/g, "")
    .replaceAll("->", "→")
    .replaceAll("\\to", "→");
}

/** `w_5` as `w5`, where the letter alone comes before the mark. */
function withoutNumberMark(text: string): string {
  return text.replace(/^([a-zA-Z])_(\d+)$/, "$1$2").replace(/^((?:net|out|target|E)_[a-z]+)_(\d)/, "$1$2");
}
