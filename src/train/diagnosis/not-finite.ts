import type { DivergedError } from "../diverged.ts";
import type { Finding } from "./finding.ts";

/** A number is no longer finite. Measured: that number. */
export function notFinite({ step, first }: DivergedError): Finding {
  const [, name, sample = "1"] = /^(.*?)(?:#(\d+))?$/.exec(first?.name ?? "") ?? [];
  return {
    kind: "not-finite",
    step,
    about: first ? [first.name] : [],
    ...(first?.scope !== undefined && { layer: first.scope }),
    ...(first && { by: first.op }),
    measured: first?.value ?? Number.NaN,
    threshold: Number.MAX_VALUE,
    advice: first?.op === "input" ? ["check-data"] : ["lower-rate", "clip-gradients", "scale-inputs"],
    ...(name && { shownBy: { of: [name], rows: [Number(sample) - 1], part: "batch" as const } }),
  };
}
