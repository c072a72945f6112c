/** A run is a folder: what it is made of, and how it is found, gone on with and deleted. */
export { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
export { Checkpoints, type Found } from "./checkpoints.ts";
export {
  type FindingLine,
  type LayersLine,
  linesOf,
  type MetricsLine,
  type RunLines,
  runFiles,
} from "./contents.ts";
export { deleteRun } from "./delete.ts";
export { findRuns } from "./find.ts";
export { type Fingerprint, fingerprintsOf } from "./fingerprints.ts";
export { RunFolder, recordIn } from "./folder.ts";
export { isLocked, lockFolder } from "./lock.ts";
export { type RunMachine, type RunRecord, type RunResult, type RunStatus, runStatuses } from "./record.ts";
export { type Difference, differencesOf, type Json, settingsOf } from "./settings.ts";
