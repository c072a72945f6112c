import { distinctRefs, type Expr } from "../../graph/expression.ts";
import type { Catalogue } from "../../locale/catalogue.ts";
import type { Derivation, Step } from "../derive.ts";
import type { Explained, Explanation } from "../explain.ts";
import { differBySample, sampleOf, signalOf } from "../names.ts";
import { foldSums } from "./fold.ts";
import { formatNumber } from "./numbers.ts";
import type { DerivedTitle, Label, Page, PageLine, PageRow, Section } from "./sections.ts";
import { whySection } from "./why-section.ts";

/** The digits of an exact value beside one that rounding has made drift. */
const EXACT = { digits: 8 };

/** With more values than this the forward pass is cut down to what the derivations use. */
const FORWARD_ROWS = 60;

export interface PageOptions {
  readonly words: Catalogue;
  /** How numbers are printed. */
  number(value: number): string;
  /** Sums of more terms than this are folded. Default: 8. */
  readonly terms?: number;
  /** Only what was asked for, without the forward pass; or only why gradients are what they are. Default: all. */
  readonly only?: "derivations" | "why";
}

export function pageOf(explanation: Explanation, options: PageOptions): Page {
  const { words, number, terms = 8, only } = options;
  const writer = new Writer(explanation, words, number, terms);
  // what is shown of the forward pass depends on what the derivations use
  const derivations = explanation.explained.flatMap((explained): Section[] => {
    const section = { title: writer.title(explained), groups: [{ lines: writer.derivation(explained) }] };
    const why = explained.why ? [whySection(explained.why, words, number)] : [];
    return only === "why" ? why : [section, ...why];
  });
  const loss = { title: { words: words.loss }, groups: [{ lines: writer.loss() }] };
  const calculated = [{ title: { words: words.forward }, groups: writer.forward() }, loss].filter(
    ({ groups }) => groups.some(({ lines }) => lines.length > 0),
  );
  const isBackward = explanation.isLayered && explanation.explained.some(({ paths }) => paths !== undefined);
  const backward = isBackward ? [{ title: { words: words.backward }, groups: [] }] : [];
  return {
    sections: only ? derivations : [...calculated, ...backward, ...derivations],
    notes: only === "why" ? [] : writer.notes(),
    steps: writer,
  };
}

/** Turns steps into rows, and remembers what the page has shown already. */
class Writer {
  readonly #explanation: Explanation;
  readonly #words: Catalogue;
  readonly #number: (value: number) => string;
  readonly #terms: number;
  readonly #shown = new Set<string>();
  readonly #used = new Set<string>();
  readonly #rests = new Map<string, Step>();

  constructor(explanation: Explanation, words: Catalogue, number: (value: number) => string, terms: number) {
    this.#terms = Math.max(2, terms);
    this.#explanation = explanation;
    this.#words = words;
    this.#number = number;
  }

  /** A step of the explanation, or what a folded sum leaves out. */
  get(id: string): Step | undefined {
    return this.#rests.get(id) ?? this.#explanation.steps.get(id);
  }

  forward(): { heading?: string; lines: PageLine[] }[] {
    const { forward: layers, isLayered } = this.#explanation;
    const all = layers.flat();
    const shown = new Set(all.length <= FORWARD_ROWS ? all : all.filter((id) => this.#used.has(id)));
    const groups = layers.map((ids, i) => ({
      ...(isLayered && { heading: this.#words.layers(i + 1, layers.length) }),
      lines: ids.filter((id) => shown.has(id)).map((id): PageLine => this.#show(id, 0)),
    }));
    const left = all.length - shown.size;
    return left === 0 ? groups : [...groups, { lines: [{ note: this.#words.otherValues(left) }] }];
  }

  loss(): PageLine[] {
    const { forward, isLayered, lossTerms, loss } = this.#explanation;
    if (!isLayered) return [];
    // of a pass that is cut down, the terms that the loss names after it has been folded
    const isCut = forward.flat().length > FORWARD_ROWS;
    const named = isCut ? this.#termsOf(this.#step(loss)) : undefined;
    const ids = lossTerms.filter((id) => named?.has(id) ?? true);
    return [...ids.map((id) => this.#show(id, 0)), this.#show(loss, 0)];
  }

  /** The terms of the loss that a folded sum shows, and what they are made of. */
  #termsOf(step: Step): Set<string> {
    const terms = new Set<string>();
    const visit = ({ expr }: Step): void => {
      for (const id of distinctRefs(this.#folded(expr))) {
        if (!this.#step(id).isForward || !this.#explanation.lossTerms.includes(id) || terms.has(id)) continue;
        terms.add(id);
        visit(this.#step(id));
      }
    };
    visit(step);
    return terms;
  }

  title({ of, place, paths, derivation }: Explained): DerivedTitle {
    const fork = this.#forkOf(this.#step(derivation.root));
    const remark = fork
      ? this.#whyPaths(fork)
      : paths && paths > 1
        ? this.#words.manyPaths(paths)
        : undefined;
    return {
      id: place ? of : derivation.root,
      ...(place && {
        place: place.neurons ?? this.#words.layer(place.layer),
        heading: this.#words[place.kind](place.layer, this.#explanation.forward.length),
      }),
      ...(remark && { remark }),
    };
  }

  derivation({ of, place, derivation, updated }: Explained): PageLine[] {
    const root = this.#step(derivation.root);
    if (root.rule === "value" || root.rule === "given") return [this.#show(root.id, 0)];
    const lines = [...this.#chain(root), ...(updated ? this.#update(updated) : [])];
    // a value of an expression is not frozen: nothing was to train it
    if (updated !== null || !place) return lines;
    return [...lines, { note: this.#words.frozen(of, this.#number(this.#step(of).value)) }];
  }

  notes(): string[] {
    const { ties, drifts = [] } = this.#explanation;
    const words = this.#words;
    return [
      ...([...this.#shown].some((id) => id.startsWith("δ_")) ? [words.delta] : []),
      ...ties.map(({ op, text }) => words.tie(op, text)),
      ...drifts.map(({ id, carried, exact }) =>
        words.drift(id, this.#number(carried), formatNumber(exact, EXACT)),
      ),
    ];
  }

  /** The first place on the way to the loss where the chain divides. */
  #forkOf(step: Step): Step | undefined {
    if (this.#pathsOf(step).length > 1) return step;
    const next = step.uses.map((id) => this.#step(id)).find(({ rule }) => rule === "gradient");
    return next && this.#forkOf(next);
  }

  #whyPaths(fork: Step): string {
    const paths = this.#pathsOf(fork);
    const from = fork.symbol.wrt ?? fork.id;
    const through = paths.map(({ symbol }) => symbol.through ?? "");
    if (differBySample(through)) return this.#words.everySampleCounts;
    // net_o1 of a softmax acts on out_o1 and out_o2
    const isWithinLayer = through.some((name) => signalOf(name) === signalOf(from));
    return isWithinLayer
      ? this.#words.feeds(from, through)
      : this.#words.feeds(signalOf(from), through.map(signalOf));
  }

  /** The chain rule in symbols, each factor, then the product in numbers. */
  #chain(root: Step): PageLine[] {
    if (this.#pathsOf(root).length > 0) return this.#gradient(root, 0);
    const factors = root.uses.map((id) => this.#step(id)).filter(isDerivative);
    if (factors.length === 0) return [this.#show(root.id, 0)];
    this.#shown.add(root.id);
    if (!factors.some(({ rule }) => rule === "local")) return [...this.#unseen(root, 0), this.#row(root, 0)];
    return [
      { indent: 0, label: { id: root.id }, formula: root.expr, forward: false },
      ...factors.flatMap((factor) => this.#gradient(factor, 1)),
      this.#result(root, 0),
    ];
  }

  /** A local derivative or a gradient, after those gradients that it needs and that nobody has seen yet. */
  #gradient(step: Step, indent: number): PageLine[] {
    const paths = this.#pathsOf(step);
    this.#shown.add(step.id);
    if (paths.length === 0) return [...this.#unseen(step, indent), this.#row(step, indent)];
    const bySample = differBySample(paths.map(({ symbol }) => symbol.through ?? ""));
    const label = ({ symbol: { through = "" } }: Step): Label => ({
      words: bySample ? this.#words.sample(sampleOf(through) ?? "") : this.#words.through(signalOf(through)),
    });
    return [
      {
        indent,
        label: { id: step.id },
        words: this.#words.sumOfPaths(paths.length),
        forward: false,
      },
      ...paths.flatMap((path) => [
        ...this.#unseen(path, indent + 1),
        { ...this.#row(path, indent + 1), label: label(path) },
      ]),
      this.#result(step, indent),
    ];
  }

  /**
   * What a step needs and nobody has seen yet. Of a folded sum only the largest term is worked out: the others go
   * the same way.
   */
  #unseen(step: Step, indent: number): PageLine[] {
    const expr = this.#folded(step.expr);
    const unseen = distinctRefs(expr)
      .map((id) => this.#step(id))
      .filter((used) => isDerivative(used) && !this.#shown.has(used.id));
    const isFolded = distinctRefs(expr).some((id) => this.#rests.has(id));
    return unseen
      .slice(0, isFolded ? 1 : undefined)
      .flatMap((used) => (this.#shown.has(used.id) ? [] : this.#gradient(used, indent)));
  }

  /** What the optimiser keeps, in the order of calculation, then the updated parameter. */
  #update({ root }: Derivation): PageLine[] {
    const before = this.#step(root).uses.filter(
      (id) => this.#step(id).rule === "value" && !this.#shown.has(id),
    );
    return [
      // what one of them has shown on its way is not shown again
      ...before.flatMap((id) =>
        this.#shown.has(id) ? [] : this.#update({ root: id, steps: this.#explanation.steps }),
      ),
      this.#show(root, 0),
    ];
  }

  #pathsOf(step: Step): Step[] {
    return step.uses.map((id) => this.#step(id)).filter(({ rule }) => rule === "path");
  }

  #show(id: string, indent: number): PageRow {
    this.#shown.add(id);
    return this.#row(this.#step(id), indent);
  }

  #row(step: Step, indent: number): PageRow {
    const { id, value } = step;
    const forward = this.#step(id).isForward;
    if (step.rule === "given") return { indent, label: { id }, value, forward };
    const expr = this.#folded(step.expr);
    if (!forward) for (const use of distinctRefs(expr)) this.#used.add(use);
    return { indent, label: { id }, formula: expr, numbers: expr, value, forward };
  }

  /** The last line of several. */
  #result({ id, expr, value }: Step, indent: number): PageRow {
    return { indent, label: { id }, numbers: this.#folded(expr), value, forward: false };
  }

  #folded(expr: Expr<string>): Expr<string> {
    return foldSums(
      expr,
      this.#terms,
      (id) => this.#step(id).value,
      ({ count, value }) => {
        const id = `rest ${count} ${value}`;
        const symbol = { of: this.#words.moreTerms(count) };
        this.#rests.set(id, { id, symbol, rule: "given", expr: value, value, uses: [], isForward: false });
        return id;
      },
    );
  }

  #step(id: string): Step {
    const step = this.get(id);
    if (!step) throw new Error(`no step ${id}`);
    return step;
  }
}

function isDerivative({ rule }: Step): boolean {
  return rule === "local" || rule === "gradient";
}
