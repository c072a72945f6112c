import type { Samples } from "../../nn/samples.ts";
import type { DivergedError } from "../diverged.ts";
import type { EpochEnd, EpochsProgress } from "../epochs.ts";
import type { Session } from "../session.ts";
import type { Check } from "./check.ts";
import { checks } from "./checks.ts";
import type { Finding, FindingKind } from "./finding.ts";
import { type History, type LossesSoFar, LossHistory } from "./history.ts";
import { type Look, lookAt } from "./look.ts";
import { notFinite } from "./not-finite.ts";

export interface WatchOptions {
  readonly epochs: number;
  /** How many samples are trained on, where those that are looked at are not all. */
  readonly count?: number;
  /** Default: all samples at once. */
  readonly batchSize?: number;
  /** With the losses that the epochs measure on it, over-fitting is told. */
  readonly validation?: Samples;
  /** What is not to be looked for. */
  readonly except?: readonly FindingKind[];
  /** Where the watch goes on, in a training that does. Default: the beginning. */
  readonly from?: WatchedSoFar;
}

/** What a watch has seen: plain data. */
export interface WatchedSoFar {
  readonly found: readonly Finding[];
  readonly losses: LossesSoFar;
  readonly epochs: readonly EpochEnd[];
  /** The step after which it looks next. */
  readonly next: number;
}

/** Looks after a training: says of each thing that is off once, when it is first seen. */
export interface Watch {
  /** In so many steps it wants to look again; a call of the backend should take no more. */
  readonly stepsToLook: number;
  /** What is off before the first step: in the data, and in the network as it was drawn. */
  before(): Finding[];
  /** What is off after a call of the backend. */
  after(progress: EpochsProgress): Finding[];
  /** Why a training stopped by itself. */
  diverged(error: DivergedError): Finding[];
  soFar(): WatchedSoFar;
  /** Everything that was found so far. */
  readonly found: readonly Finding[];
  /** How the losses went so far. */
  readonly history: History;
}

/** Looks come after 10, 20, 50, 100, 200 … steps: often at the start, where most goes wrong, and at little cost. */
const SERIES = [1, 2, 5];
/** Beside that, so often in a training whose end is known. */
const LOOKS = 5;

/** Watches a session that is about to be trained on samples. Looking changes nothing. */
export function watchOver(session: Session, samples: Samples, options: WatchOptions): Watch {
  const { epochs, count = samples.inputs.shape[0], validation, except = [], from } = options;
  const { batchSize = count } = options;
  const batches = Math.ceil(count / batchSize);
  const planned = epochs * batches;
  const history = new LossHistory(batches, from?.losses, from?.epochs);
  const wanted = checks.filter(({ kind }) => !except.includes(kind));
  const found: Finding[] = [...(from?.found ?? [])];
  const said = new Set(found.map(keyOf));
  let next = from?.next ?? nextLook(0, planned);

  return {
    get stepsToLook() {
      return Math.max(1, next - history.steps);
    },
    found,
    history,
    soFar: () => ({ found: [...found], losses: history.soFar(), epochs: [...history.epochs], next }),
    before: () => run(({ on }) => on !== "history", lookAt(session, samples)),
    after({ losses, ended }) {
      history.add(losses);
      if (ended) history.epochs.push(ended);
      const isDue = history.steps >= next;
      if (!isDue && !ended) return [];
      if (isDue) next = nextLook(history.steps, planned);
      // the end of an epoch has new losses, and no look of its own
      const look = later(() => lookAt(session, samples));
      return run(({ on }) => on === "history" || (on === "step" && isDue), look);
    },
    diverged: (error) => add([notFinite(error)]),
  };

  function run(isWanted: (check: Check) => boolean, look: Look): Finding[] {
    const evidence = { session, samples, validation, look, history, planned };
    const step = history.steps;
    return wanted
      .filter(isWanted)
      .flatMap((check) =>
        add(check.find(evidence).map((finding) => ({ ...finding, kind: check.kind, step }))),
      );
  }

  function add(findings: readonly Finding[]): Finding[] {
    const fresh = findings.filter((finding) => !said.has(keyOf(finding)));
    for (const finding of fresh) said.add(keyOf(finding));
    found.push(...fresh);
    return fresh;
  }
}

/** Of a kind one finding a layer is enough. */
function keyOf({ kind, layer }: Finding): string {
  return `${kind} ${layer}`;
}

function nextLook(steps: number, planned: number): number {
  const power = 10 ** Math.max(1, Math.floor(Math.log10(Math.max(steps, 1))));
  const ofSeries = [...SERIES, 10].map((first) => first * power).find((step) => step > steps) as number;
  const part = Math.max(10, Math.ceil(planned / LOOKS));
  const ofPlan = (Math.floor(steps / part) + 1) * part;
  return Math.min(ofSeries, ofPlan, steps < planned ? planned : Number.POSITIVE_INFINITY);
}

/** A look that is taken when somebody first asks. */
function later(take: () => Look): Look {
  let taken: Look | undefined;
  const look = (): Look => {
    taken ??= take();
    return taken;
  };
  return {
    get step() {
      return look().step;
    },
    get layers() {
      return look().layers;
    },
    get training() {
      return look().training;
    },
    get rows() {
      return look().rows;
    },
    get telling() {
      return look().telling;
    },
    read: (node) => look().read(node),
    askMore: (goOn) => look().askMore(goOn),
  };
}
