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
  const derivative = derivativeIn(text);
  if (derivative && [loss, "E"].includes(derivative.of)) return { symbol: derivative.wrt, of: "gradient" };
  if (/^E_?total$/.test(text)) return { symbol: loss, of: undefined };
  const delta = /^(?:delta_|δ_?)(.+)$/.exec(text);
  if (delta) return { symbol: `net_${delta[1]}`, of: "gradient" };
  const updated = /^(.*?)\^?(?:\+|'|⁺)(#\d+)?$/.exec(text);
  if (updated) return { symbol: `${withoutNumberMark(updated[1])}⁺${updated[2] ?? ""}`, of: "value" };
  return { symbol: withoutNumberMark(text), of: undefined };
}

/** `∂out_o1/∂net_o1`, in any of the usual spellings; undefined of what is no derivative. */
export function readDerivative(name: string): { of: string; wrt: string } | undefined {
  return derivativeIn(withoutLatex(name));
}

function derivativeIn(text: string): { of: string; wrt: string } | undefined {
  const found = /^[d∂]\(?(.+?)(?:_?total)?\)?\/[d∂]\(?(.+?)\)?$/.exec(text);
  return found ? { of: withoutNumberMark(found[1]), wrt: closed(withoutNumberMark(found[2])) } : undefined;
}

/** `w(h1→o1)`, whose bracket was taken for one around the whole. */
function closed(text: string): string {
  return text.includes("(") && !text.endsWith(")") ? `${text})` : text;
}

/** `\frac{\partial E}{\partial w_{5}}` as `∂E/∂w_5`, `h_1^{(3)}`, of the third sample, as `h_1#3`. */
function withoutLatex(name: string): string {
  return name
    .replaceAll("$", "")
    .replaceAll(/\\partial\s*/g, "∂")
    .replace(/^\s*\\[dt]?frac\{(.*)\}\s*\{(∂.*)\}\s*$/, "$1/$2")
    .replaceAll(/\\delta(?![a-zA-Z])/g, "δ")
    .replaceAll(/\\hat\s*\{?\s*([a-z])\s*\}?/g, "$1\u0302")
    .replaceAll(/\\(?:text|mathrm|mathit|mathbf|operatorname|left|right)(?![a-zA-Z])/g, "")
    .replaceAll(/[{}\s]/g, "")
    .replaceAll(/\^\((\d+)\)/g, "#$1")
    .replaceAll("->", "→")
    .replaceAll("\\to", "→");
}

/** `w_5` as `w5`, where the letter alone comes before the mark. */
function withoutNumberMark(text: string): string {
  return text.replace(/^([a-zA-Z])_(\d+)$/, "$1$2").replace(/^((?:net|out|target|E)_[a-z]+)_(\d)/, "$1$2");
}
