import { catalogues, checkWorking, readWorking, tellWorking } from "../../src/index.ts";
import type { Judgement, JudgeRequest } from "./protocol.ts";
import type { Subject } from "./subject.ts";

/** Judges numbers as `backstep check` does: each a line of a working about the step that comes next. */
export function judge({ check, steps }: Subject, { claims, language }: JudgeRequest): Judgement {
  const subject = { ...check, at: (step: number) => check.at(steps + step) };
  const text = claims.map((claim) => `${claim.name} = ${claim.text}`).join("\n");
  const working = readWorking(text, { format: "lines" });
  const told = tellWorking(subject, working, checkWorking(subject, working), catalogues[language]);
  const last = told.filter(({ line }) => line === claims.length).at(-1);
  if (!last) return { standing: "unknown", remark: "", slip: [], hint: [] };
  const texts = (details: typeof last.slip) => details.map((detail) => detail.text);
  const { standing, remark, slip, hint } = last;
  return { standing, remark: standing === "right" ? remark : "", slip: texts(slip), hint: texts(hint) };
}
