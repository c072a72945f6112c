import { type Expr, refsOf } from "../graph/expression.ts";
import { evaluate } from "../ops/evaluate.ts";
import type { Step } from "./derive.ts";
import type { Explained, Explanation } from "./explain.ts";
import { type Line, layOut, type Row, wrap } from "./layout.ts";
import { formatExpr } from "./notation.ts";
import { formatNumber, type Precision, parseNumber } from "./numbers.ts";

export interface TextOptions {
  readonly precision: Precision;
  /** Columns of the terminal. */
  readonly width: number;
  /** What stands above the calculation: the title, then what the network is. */
  readonly heading?: readonly string[];
}

/** With more lines than this the forward pass is cut down to what the derivations use. */
const FORWARD_LINES = 60;

/** An explanation as aligned text for a terminal. */
export function explanationToText(explanation: Explanation, options: TextOptions): string {
  const page = new Page(explanation, options.precision);
  const { width, heading = [] } = options;
  const sections = [
    heading.flatMap((line) => wrap(line, width, 2)).join("\n"),
    section("Forward", page.forward(), width),
    section("Loss", page.loss(), width),
    ...explanation.explained.map((explained) =>
      section(page.title(explained), page.derivation(explained), width),
    ),
    page
      .notes()
      .flatMap((line) => wrap(line, width, 3))
      .join("\n"),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function section(title: string, lines: readonly Line[], width: number): string {
  return lines.length === 0 ? "" : `${title}\n${layOut(lines, width)}`;
}

/** Turns steps into lines, and remembers what the page has shown already. */
class Page {
  readonly #explanation: Explanation;
  readonly #precision: Precision;
  readonly #shown = new Set<string>();
  readonly #forwardIds: ReadonlySet<string>;
  #approximate = false;

  constructor(explanation: Explanation, precision: Precision) {
    this.#explanation = explanation;
    this.#precision = precision;
    this.#forwardIds = new Set([...explanation.forward, ...explanation.lossTerms, explanation.loss]);
  }

  /** `w1  (i1 → h1)`, and why there are several paths where there are. */
  title({ of, place, derivation }: Explained): string {
    const name = place ? `${of}  (${place})` : of;
    const fork = this.#forkOf(this.#step(derivation.root));
    if (!fork) return name;
    const labels = this.#pathsOf(fork).map((path) => pathLabel(path, this.#pathsOf(fork)));
    const from = fork.id.replace(/^.*∂(?:net|out)?_?/, "");
    if (labels[0].startsWith("sample")) return `${name}     every sample counts`;
    const all = labels.length === 2 ? "both paths count" : `all ${labels.length} paths count`;
    return `${name}     ${from} feeds ${listed(labels)}, so ${all}`;
  }

  /** The first place on the way to the loss where the chain divides. */
  #forkOf(step: Step): Step | undefined {
    if (this.#pathsOf(step).length > 1) return step;
    const next = step.uses.map((id) => this.#step(id)).find(({ rule }) => rule === "gradient");
    return next && this.#forkOf(next);
  }

  forward(): Line[] {
    const { forward } = this.#explanation;
    const ids = forward.length <= FORWARD_LINES ? forward : this.#usedByDerivations(forward);
    const lines: Line[] = ids.map((id) => this.#show(id, 2));
    const left = forward.length - ids.length;
    return left === 0
      ? lines
      : [...lines, `  … and ${left.toLocaleString("en")} other values, not used below`];
  }

  loss(): Line[] {
    const { lossTerms, loss } = this.#explanation;
    const ids = lossTerms.length <= FORWARD_LINES ? lossTerms : [];
    return [...ids.map((id) => this.#show(id, 2)), this.#show(loss, 2)];
  }

  derivation({ of, derivation, updated }: Explained): Line[] {
    const root = this.#step(derivation.root);
    if (root.rule === "value" || root.rule === "given") return [this.#show(root.id, 2)];
    const lines = [...this.#chain(root), ...this.#update(updated)];
    return updated === null
      ? [...lines, `  ${of} is frozen: it stays ${this.#number(this.#step(of).value)}`]
      : lines;
  }

  notes(): string[] {
    const { ties } = this.#explanation;
    const notes = ties.map((tie) => tie);
    if (this.#approximate) {
      notes.push(
        "≈  calculated in full precision; the rounded numbers printed here would give another last digit",
      );
    }
    return notes;
  }

  /** The chain rule in symbols, each factor, then the product in numbers. */
  #chain(root: Step): Line[] {
    if (this.#pathsOf(root).length > 0) return this.#gradient(root, 2);
    const factors = root.uses.map((id) => this.#step(id)).filter(isDerivative);
    if (factors.length === 0) return [this.#row(root, 2)];
    this.#shown.add(root.id);
    return [
      { indent: 2, name: root.id, formula: this.#symbols(root.expr) },
      ...factors.flatMap((factor) => this.#gradient(factor, 4)),
      inNumbers(this.#row(root, 2)),
    ];
  }

  /** A local derivative or a gradient, after those gradients that it needs and that nobody has seen yet. */
  #gradient(step: Step, indent: number): Line[] {
    const paths = this.#pathsOf(step);
    this.#shown.add(step.id);
    if (paths.length === 0) return [...this.#unseen(step, indent), this.#row(step, indent)];
    const labels = paths.map((path) => pathLabel(path, paths));
    const waysTo = labels[0].startsWith("sample") ? labels : labels.map((label) => `through ${label}`);
    return [
      { indent, name: step.id, formula: `the sum of ${paths.length} paths` },
      ...paths.flatMap((path, i) => [
        ...this.#unseen(path, indent + 2),
        { ...this.#row(path, indent + 2), name: waysTo[i] },
      ]),
      inNumbers(this.#row(step, indent)),
    ];
  }

  #unseen(step: Step, indent: number): Line[] {
    return step.uses
      .map((id) => this.#step(id))
      .filter((used) => isDerivative(used) && !this.#shown.has(used.id))
      .flatMap((used) => this.#gradient(used, indent));
  }

  #update(updated: Explained["updated"]): Line[] {
    if (!updated) return [];
    const root = this.#step(updated.root);
    const before = root.uses.filter((id) => this.#step(id).rule === "value").flatMap((id) => this.#kept(id));
    return [...before, this.#show(root.id, 2)];
  }

  /** What the optimiser keeps, in the order of calculation. */
  #kept(id: string): Line[] {
    if (this.#shown.has(id)) return [];
    const step = this.#step(id);
    const before = step.uses
      .filter((use) => this.#step(use).rule === "value")
      .flatMap((use) => this.#kept(use));
    return [...before, this.#show(id, 2)];
  }

  #pathsOf(step: Step): Step[] {
    return step.uses.map((id) => this.#step(id)).filter(({ rule }) => rule === "path");
  }

  #usedByDerivations(ids: readonly string[]): string[] {
    const used = new Set<string>();
    const visit = (id: string): void => {
      const step = this.#step(id);
      for (const use of step.uses) {
        if (used.has(use)) continue;
        used.add(use);
        if (this.#step(use).rule !== "value") visit(use);
      }
    };
    for (const { derivation } of this.#explanation.explained) visit(derivation.root);
    return ids.filter((id) => used.has(id));
  }

  #show(id: string, indent: number): Row {
    this.#shown.add(id);
    return this.#row(this.#step(id), indent);
  }

  #row(step: Step, indent: number): Row {
    const value = this.#number(step.value);
    if (step.rule === "given") return { indent, name: step.id, value };
    const formula = this.#symbols(step.expr);
    const numbers = this.#numbers(step);
    const approximate = this.#isApproximate(step, value);
    this.#approximate ||= approximate;
    return {
      indent,
      name: step.id,
      ...(formula !== numbers && formula !== value && { formula }),
      ...(numbers !== value && { numbers }),
      value,
      approximate,
    };
  }

  #symbols(expr: Expr<string>): string {
    // between names of derivatives a dot needs room
    const times = refsOf(expr).some((id) => id.startsWith("∂")) ? " · " : "·";
    return formatExpr(expr, { ref: (id) => id, number: (value) => this.#number(value), times });
  }

  #numbers({ id, expr }: Step): string {
    return formatExpr(expr, {
      ref: (use) => this.#number(this.#step(use).value),
      number: (value) => this.#number(value),
      times: this.#forwardIds.has(id) ? "·" : " × ",
    });
  }

  #isApproximate({ expr }: Step, value: string): boolean {
    const printed = (number: number) => parseNumber(this.#number(number));
    const recomputed = evaluate(expr, (id) => printed(this.#step(id).value));
    return this.#number(recomputed) !== value;
  }

  #number(value: number): string {
    return formatNumber(value, this.#precision);
  }

  #step(id: string): Step {
    const step = this.#explanation.steps.get(id);
    if (!step) throw new Error(`no step ${id}`);
    return step;
  }
}

function isDerivative({ rule }: Step): boolean {
  return rule === "local" || rule === "gradient";
}

/** The last line of several: their result. */
function inNumbers({ formula: _, ...row }: Row): Row {
  return row;
}

/** `o1`, or `sample 3` where the paths of a fork differ in nothing else. */
function pathLabel(path: Step, paths: readonly Step[]): string {
  const through = ({ id }: Step) => id.split(" through ")[1].replace(/^(?:net|out)_/, "");
  const [, sample] = through(path).split("#");
  const neurons = new Set(paths.map((other) => through(other).split("#")[0]));
  return sample !== undefined && neurons.size === 1 ? `sample ${sample}` : through(path);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
