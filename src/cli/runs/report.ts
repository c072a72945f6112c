import { join } from "node:path";
import {
  type FullCatalogue,
  InputError,
  MAX_EXAMPLE_MIB,
  parseExample,
  type Report,
  reportToHtml,
} from "../../index.ts";
import { type Json, linesOf, type RunRecord, readTextFile, runFiles } from "../../node/index.ts";
import { lossSummary, networkSummary, optimizerSummary, titleOf } from "../summary.ts";
import { statusOf } from "./status.ts";

/**
 * The report of the run in a folder, as HTML.
 * @param record where it is not written down yet
 * @throws InputError where the folder's files are not as a run writes them
 */
export async function reportOf(folder: string, record: RunRecord, words: FullCatalogue): Promise<string> {
  const { metrics, layers, findings } = linesOf(folder);
  const { result } = record;
  const path = join(folder, runFiles.example);
  const example = parseExample(await readTextFile(path, { limit: MAX_EXAMPLE_MIB }), path);
  const title = titleOf(example, words.language);
  const report: Report = {
    ...(title !== undefined && { title }),
    status: await statusOf(folder, record),
    phrases: [
      networkSummary(example, words),
      lossSummary(example.model.loss, words),
      optimizerSummary(example.optimizer, words),
    ],
    example: record.example,
    started: record.started,
    ...(record.ended !== undefined && { ended: record.ended }),
    seconds: record.seconds,
    resumed: record.resumed.map(({ step }) => step),
    epochs: { planned: record.epochs, ...(result && { done: result.epochs }) },
    ...(result && { steps: result.steps, results: result.metrics, sha256: result.sha256 }),
    ...(result?.bestEpoch !== undefined && { bestEpoch: result.bestEpoch }),
    machine: machineOf(record),
    versions: [`backstep ${record.backstep}`, `Node ${record.node}`, record.platform],
    data: record.data,
    points: await metrics.read(),
    moments: await layers.read(),
    findings: await findings.read(),
    ...(result?.confusion && { confusion: result.confusion }),
    settings: leavesOf(record.settings),
  };
  return reportToHtml(report, words);
}

/** `wasm`, `float32`, `fma`, `2 threads` */
export function machineOf({ backend, dtype, fma, threads }: RunRecord): string[] {
  return [
    backend,
    dtype === "f32" ? "float32" : "float64",
    ...(fma ? ["fma"] : []),
    ...(threads > 1 ? [`${threads} threads`] : []),
  ];
}

/** A list of lists, as given weights are, is one setting. */
function leavesOf(settings: Json, path = ""): [string, string][] {
  if (Array.isArray(settings)) {
    const hasMappings = settings.some(
      (item) => typeof item === "object" && item !== null && !Array.isArray(item),
    );
    const isFlat = settings.every((item) => typeof item !== "object");
    if (!hasMappings) return [[path, isFlat ? settings.join(", ") : JSON.stringify(settings)]];
    return settings.flatMap((item: Json, i) => leavesOf(item, `${path}[${i + 1}]`));
  }
  if (typeof settings !== "object" || settings === null) return [[path, String(settings)]];
  return Object.entries(settings).flatMap(([key, value]) =>
    leavesOf(value, path === "" ? key : `${path}.${key}`),
  );
}

/** @throws InputError where the folder has no run */
export function noRun(folder: string): InputError {
  return new InputError(`expected the folder of a run, found no ${runFiles.record} in it`, { file: folder });
}
