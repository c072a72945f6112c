import type { Samples } from "../../nn/samples.ts";
import type { Session } from "../session.ts";
import type { Finding, FindingKind } from "./finding.ts";
import type { History } from "./history.ts";
import type { Look } from "./look.ts";

/** All that a finding can be measured on. */
export interface Evidence {
  readonly session: Session;
  /** What is trained on. */
  readonly samples: Samples;
  readonly validation: Samples | undefined;
  readonly look: Look;
  readonly history: History;
  /** How many steps the training is to have. */
  readonly planned: number;
}

/**
 * One thing that can be wrong.
 * data: looked for once, before the first step. step: at every look. history: at every look but the first, and at the
 * end of each epoch.
 */
export interface Check {
  readonly kind: FindingKind;
  readonly on: "data" | "step" | "history";
  find(evidence: Evidence): Omit<Finding, "kind" | "step">[];
}
