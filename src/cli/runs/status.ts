import type { ReportStatus } from "../../index.ts";
import { isLocked, type RunRecord } from "../../node/index.ts";

/** What became of a run: one that says it is running, and that nobody is at, was killed. */
export async function statusOf(folder: string, { status }: RunRecord): Promise<ReportStatus> {
  if (status !== "running") return status;
  return (await isLocked(folder)) ? "running" : "killed";
}
