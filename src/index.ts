/**
 * The library: define a network, train it, and ask it for the derivation of any number. Runs in Node and in
 * browsers; nothing here touches files, the clock or the console.
 */
import { referenceBackend } from "./backends/reference/reference.ts";
import { wasmBackend } from "./backends/wasm/wasm.ts";
import { everyKind } from "./nn/every-kind.ts";
import type { Samples } from "./nn/samples.ts";
import { fromNested } from "./tensor/tensor.ts";
import { Session, type SessionOptions } from "./train/session.ts";

/**
 * A network ready to be trained, on the wasm backend where none is given. It knows every kind of layer, activation, loss
 * and optimiser; a page that is to load no more than it uses makes a `Session` with kinds of its own.
 * @throws InputError where given weights do not fit the network
 */
export function createSession(
  options: Omit<SessionOptions, "backend" | "kinds"> & Partial<Pick<SessionOptions, "backend" | "kinds">>,
): Session {
  const { backend = wasmBackend(), kinds = everyKind } = options;
  return new Session({ ...options, backend, kinds });
}

/**
 * Samples from plain arrays, a row for each.
 * @throws InputError where rows differ in length
 */
export function samples(
  inputs: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
): Samples {
  return { inputs: fromNested(inputs), targets: fromNested(targets) };
}

export { type Backward, backward, type Contribution } from "./autodiff/backward.ts";
export type { Executed, ExecutedParameter } from "./autodiff/executed.ts";
export {
  type CheckedGradient,
  checkGradients,
  checkPrimitive,
  type GradientCheckOptions,
} from "./autodiff/gradcheck.ts";
export type { Backend, Executable, Program, Update } from "./backends/backend.ts";
export { explainCompilation } from "./backends/wasm/stages.ts";
export { type StartWorker, ThreadError, type WorkerHandle } from "./backends/wasm/threads/pool.ts";
export { type Spawn, spawnBy } from "./backends/wasm/threads/spawn.ts";
export { type WorkerMessage, workerSource } from "./backends/wasm/threads/worker-source.ts";
export { UnsupportedError } from "./backends/wasm/unsupported.ts";
export type { WasmOptions } from "./backends/wasm/wasm.ts";
export { checkWorking } from "./check/check.ts";
export type { Claim, Printed, Working } from "./check/claim.ts";
export {
  formatOf,
  MAX_WORKING_MIB,
  readWorking,
  type WorkingFormat,
  workingFormats,
} from "./check/read/index.ts";
export { type ClassEntry, type CommonMistake, classToText, commonestMistakes } from "./check/report/class.ts";
export { correctedText, lineDiff } from "./check/report/corrections.ts";
export { type CheckedJson, checkedToJson } from "./check/report/json.ts";
export { type ReportOptions, workingToText } from "./check/report/text.ts";
export { type Told, tellWorking } from "./check/report/told.ts";
export type { CheckSubject, Conventions } from "./check/subject.ts";
export type { Checked, Judged, Mistake, MistakeKind, Verdict } from "./check/verdict.ts";
export type { NumberStorage } from "./data/block-store.ts";
export { type BlockedSamples, countOf, isBlocked, type SampleSet } from "./data/blocks.ts";
export { type DatePart, formatIsoDate, parseIsoDate } from "./data/dates.ts";
export { encode, encodeInputs, encodeTargets, type Unseen, unseenWarnings } from "./data/encode.ts";
export {
  type CategoryFeature,
  type ClassLabel,
  type DateFeature,
  type Encoding,
  type EncodingOptions,
  type Feature,
  inputsText,
  kindsOf,
  type Label,
  type LabelOptions,
  type NumberFeature,
  type NumberLabel,
} from "./data/encoding.ts";
export { fitEncoding } from "./data/fit.ts";
export {
  type CategoryColumn,
  type Column,
  type ColumnKind,
  type DateColumn,
  type Frame,
  frameOfSamples,
  type NumberColumn,
} from "./data/frame.ts";
export { encodingFromJson, encodingToJson } from "./data/json.ts";
export {
  checkInputs,
  type PreparedData,
  prepareData,
  type RawData,
  rawSamples,
  wholeOf,
} from "./data/prepare.ts";
export type { ColumnReport } from "./data/report.ts";
export type { FillName, ScaleName } from "./data/scale.ts";
export { drawnPart, TRAINING } from "./data/split.ts";
export { diagnose } from "./diagnose/diagnose.ts";
export { type Diagnosed, evidenceOf, type FindingEvidence } from "./diagnose/evidence.ts";
export {
  type Diagnosis,
  type DiagnosisJson,
  type DiagnosisTextOptions,
  diagnosisToJson,
  diagnosisToText,
} from "./diagnose/report.ts";
export { adviceText, findingText } from "./diagnose/text.ts";
export { carryRounding } from "./explain/carry.ts";
export {
  type Derivation,
  type Rule,
  reevaluate,
  type Step,
  type Style,
  stepsInOrder,
} from "./explain/derive.ts";
export {
  type Drift,
  type Explained,
  type ExplainedPlace,
  type ExplainOptions,
  type Explanation,
  explain,
} from "./explain/explain.ts";
export { explanationToFragment, explanationToHtml, type HtmlOptions } from "./explain/html/html.ts";
export { EXPLANATION_STYLE } from "./explain/html/html-style.ts";
export { pictureToSvg } from "./explain/html/svg.ts";
export {
  type DerivationJson,
  type ExplanationJson,
  explanationToJson,
  type StepJson,
} from "./explain/json.ts";
export { type DocumentOptions, explanationToLatex } from "./explain/latex/document.ts";
export type { TypesetOptions } from "./explain/latex/typeset.ts";
export { explanationToMarkdown, type MarkdownOptions } from "./explain/markdown.ts";
export { formatNumber, type Precision } from "./explain/page/numbers.ts";
export type { Picture, PictureEdge, PictureNeuron } from "./explain/picture/picture.ts";
export { foldColumn } from "./explain/picture/picture-columns.ts";
export { placeLabels } from "./explain/picture/picture-labels.ts";
export { pictureOf } from "./explain/picture/picture-of.ts";
export { type Connection, type Wiring, wiringOf } from "./explain/picture/wiring.ts";
export { besideOrBelow, widthOf } from "./explain/text/layout.ts";
export { explanationToText, type TextOptions } from "./explain/text/text.ts";
export { frameFromArrays } from "./formats/array-frame.ts";
export { dataFileKeys, dataFilesOf, exampleAsRun, type RunOverrides } from "./formats/as-run.ts";
export { type CsvOptions, MAX_CSV_MIB, parseCsv, type Table } from "./formats/csv.ts";
export { CsvChunks } from "./formats/csv-chunks.ts";
export { csvCell, csvRows } from "./formats/csv-write.ts";
export { type Document, openDocument } from "./formats/document.ts";
export {
  type ArraySource,
  type DataSource,
  type Example,
  type ExampleData,
  type ExampleFiles,
  exampleJsonSchema,
  MAX_EXAMPLE_MIB,
  parseExample,
  type TableSource,
  type TrainingSettings,
} from "./formats/example.ts";
export { type ExampleOfKind, parseExampleFile } from "./formats/example-file.ts";
export { type ParsedExpression, parseExpression } from "./formats/expression.ts";
export type { ExpressionExample } from "./formats/expression-example.ts";
export { foreignAdvice, refuseForeign } from "./formats/foreign.ts";
export { type Idx, MAX_IDX_MIB, parseIdx } from "./formats/idx.ts";
export { parseJsonLines } from "./formats/jsonl.ts";
export { JsonLinesChunks } from "./formats/jsonl-chunks.ts";
export { MAX_NPY_MIB, parseNpy } from "./formats/npy.ts";
export { type NamedArray, parseNpz } from "./formats/npz.ts";
export type { WritableTensor, WritableValues } from "./formats/number-kinds.ts";
export { modelToOnnx, type OnnxExportOptions, type ValuedParameter } from "./formats/onnx/export/export.ts";
export type { ElementType } from "./formats/onnx/file/element-type.ts";
export type { OnnxPort } from "./formats/onnx/file/model.ts";
export { MAX_ONNX_MIB } from "./formats/onnx/file/read.ts";
export {
  type ImportedOnnx,
  type ImportedPort,
  importOnnx,
  type OnnxImportOptions,
  type OnnxSignature,
  onnxSignature,
} from "./formats/onnx/import/import.ts";
export { encodingOptionsOf, expectedInputs, rawDataOf } from "./formats/raw-data.ts";
export { type NamedTensor, parseSafetensors, type Safetensors } from "./formats/safetensors.ts";
export type { SafetensorsDtype } from "./formats/safetensors-dtypes.ts";
export { type ArrayPair, isTableSource } from "./formats/source.ts";
export { StreamedTable } from "./formats/streamed-table.ts";
export { type FrameOptions, frameFromTable } from "./formats/table-frame.ts";
export { frameFromSource, type SourceFrame, type TrainedColumns, trainedOf } from "./formats/table-source.ts";
export { writeNpy } from "./formats/write-npy.ts";
export { writeNpz } from "./formats/write-npz.ts";
export { writeSafetensors } from "./formats/write-safetensors.ts";
export type { Element, Expr, Fn, Index, IndexVar } from "./graph/expression.ts";
export { type ClosedRules, Graph, type Scope } from "./graph/graph.ts";
export type { Naming } from "./graph/naming.ts";
export type { Attrs, Calculus, Node, Primitive, Sample } from "./graph/node.ts";
export { type GraphJson, graphToJson, graphToText } from "./graph/print.ts";
export { verify } from "./graph/verify.ts";
export type { Catalogue, FullCatalogue, Language } from "./locale/catalogue.ts";
export { en } from "./locale/en.ts";
export { catalogues } from "./locale/index.ts";
export type { StudioWords } from "./locale/studio.ts";
export { studioEn } from "./locale/studio-en.ts";
export { studioZhHans } from "./locale/studio-zh-hans.ts";
export { studioZhHant } from "./locale/studio-zh-hant.ts";
export { zhHans } from "./locale/zh-hans.ts";
export { zhHant } from "./locale/zh-hant.ts";
export {
  type Answer,
  type AnswerKind,
  type ClassAnswer,
  type ClassesKind,
  type NumbersAnswer,
  type NumbersKind,
  scoreNames,
} from "./model/answers.ts";
export { type LoadedModel, loadModel, modelBytesKind } from "./model/load.ts";
export { mappingOf, modelFromSafetensors, modelToSafetensors, modelWithWeights } from "./model/model-file.ts";
export { MAX_MODEL_JSON_MIB, modelFromJson, modelToJson } from "./model/model-json.ts";
export { modelToNpz } from "./model/model-npz.ts";
export { shortest } from "./model/numbers.ts";
export { predictableOnnx, trainedModelToOnnx } from "./model/onnx-model.ts";
export { type Predictable, type PredictionGraph, predictable } from "./model/predictable.ts";
export { type Predicted, Predictor } from "./model/predictor.ts";
export { type ModulePlace, modulePlaces, type StatePlace, sequentialText } from "./model/pytorch/places.ts";
export type { MappedTensor } from "./model/pytorch/state-dict.ts";
export { type Row, tableOfRows } from "./model/rows.ts";
export {
  type Trained as TrainedSession,
  type TrainedModel,
  trainedModel,
  withoutNumbers,
} from "./model/trained-model.ts";
export { modelToTypeScript } from "./model/typescript/module.ts";
export { type Activation, type ActivationName, activations } from "./nn/activations.ts";
export {
  type BuiltExpressions,
  buildExpressions,
  type Definition,
  type ExpressionsSpec,
  type NamedValue,
} from "./nn/expressions.ts";
export type { InitializerName, InitializerSpec } from "./nn/initializers.ts";
export type { Kinds } from "./nn/kinds.ts";
export type { LayerContext, LayerKind, LayerParameter, Mode, ParameterKind } from "./nn/layers/kind.ts";
export {
  type Loss,
  type LossInputs,
  type LossName,
  type LossSettings,
  type LossSpec,
  losses,
  lossOf,
  lossSettings,
} from "./nn/losses.ts";
export { lastActivationIsLink } from "./nn/network.ts";
export { inSteps, type OptimizerName, type OptimizerSpec } from "./nn/optimizers.ts";
export { type Parameter, parametersOf } from "./nn/parameters.ts";
export type { Samples } from "./nn/samples.ts";
export type { ScheduleName, ScheduleSpec } from "./nn/schedules.ts";
export type {
  BiasSpec,
  CustomSpec,
  DenseSpec,
  LayerSpec,
  ModelSpec,
  NetworkSpec,
  Reduction,
  RegularizationSpec,
} from "./nn/spec.ts";
export { type EarlyStopping, type MetricName, metricNames } from "./nn/training.ts";
export { type Ops, opsFor, primitives } from "./ops/index.ts";
export { reportToHtml } from "./report/html.ts";
export type { Confusion, Report, ReportMoment, ReportPoint, ReportStatus } from "./report/report.ts";
export { formatInputError, InputError, nearestWord, type Place } from "./tensor/error.ts";
export { type Random, randomStream } from "./tensor/random.ts";
export type { Shape } from "./tensor/shape.ts";
export { type DType, fromNested, type Nested, type Tensor, tensor, type Values } from "./tensor/tensor.ts";
export {
  type Advice,
  type Finding,
  type FindingKind,
  findingKinds,
  type Shown,
} from "./train/diagnosis/finding.ts";
export type { History } from "./train/diagnosis/history.ts";
export { type Watch, type WatchedSoFar, type WatchOptions, watchOver } from "./train/diagnosis/watch.ts";
export { DivergedError, firstNonFinite, type NonFinite } from "./train/diverged.ts";
export {
  type EpochEnd,
  type EpochsOptions,
  type EpochsProgress,
  type Position,
  type Trained,
  trainEpochs,
} from "./train/epochs.ts";
export { type ExpressionOptions, executeExpressions, NonFiniteError } from "./train/expressions.ts";
export { type Fold, foldsOf, spreadOf } from "./train/folds.ts";
export { type Histogram, type LayerNumbers, layerNumbers } from "./train/histograms.ts";
export { type Metrics, metricsOf } from "./train/metrics.ts";
export { type Together, together } from "./train/parallel.ts";
export { alone, type Ranks, type Slices } from "./train/ranks.ts";
export { type Measured, Session, type SessionOptions } from "./train/session.ts";
export type { TrainingState } from "./train/state.ts";
export { batchAfter, type Progress, type TrainOptions, train } from "./train/train.ts";
export type { Difficulty } from "./worksheet/blanks.ts";
export { type ExerciseExample, exampleToYaml } from "./worksheet/example.ts";
export { type BlankJson, type ExerciseJson, type WorksheetJson, worksheetToJson } from "./worksheet/json.ts";
export { keyToHtml, keyToLatex, keyToMarkdown } from "./worksheet/key.ts";
export type { Tolerance } from "./worksheet/marking.ts";
export { worksheetToMoodle } from "./worksheet/moodle.ts";
export { worksheetToQti } from "./worksheet/qti.ts";
export type { WorksheetRenderOptions } from "./worksheet/render.ts";
export { worksheetToHtml } from "./worksheet/sheet-html.ts";
export { worksheetToLatex } from "./worksheet/sheet-latex.ts";
export { exerciseToMarkdown, worksheetToMarkdown } from "./worksheet/sheet-markdown.ts";
export {
  type Blank,
  type Exercise,
  makeWorksheet,
  type Worksheet,
  type WorksheetOptions,
} from "./worksheet/worksheet.ts";
export { everyKind, referenceBackend, wasmBackend };
