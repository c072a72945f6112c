import type { Parameter } from "../../nn/parameters.ts";
import type { NetworkSpec } from "../../nn/spec.ts";
import { InputError } from "../../tensor/error.ts";
import { formatShape, type Shape, sameShape, sizeOf } from "../../tensor/shape.ts";
import { allocate, type DType, type Tensor } from "../../tensor/tensor.ts";
import { quote } from "../../tensor/wording.ts";
import { type ModulePlace, modulePlaces, type StatePlace } from "./places.ts";

/** What became of a parameter: its name in the file, and how its numbers lie there. */
export interface MappedTensor {
  /** `layers.1.weight` */
  readonly ours: string;
  /** `0.weight` */
  readonly theirs: string;
  /** In the file. */
  readonly shape: Shape;
  /** same: as ours. repeated: a bias that the layer shares, once for each unit. filled: of a parameter that the layer lacks. */
  readonly layout: "same" | "repeated" | "filled";
}

export interface StateDict {
  /** By PyTorch's names. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly mapped: readonly MappedTensor[];
}

/** The parameters of a network as a PyTorch state dict of an `nn.Sequential` names them and lays them out. */
export function toStateDict(network: NetworkSpec, parameters: readonly Parameter[], dtype: DType): StateDict {
  const numbers = new Map(parameters.map(({ path, initial }) => [path, initial]));
  const tensors = new Map<string, Tensor>();
  const mapped: MappedTensor[] = [];
  for (const { index, places } of modulePlaces(network)) {
    for (const place of places) {
      const theirs = `${index}.${place.suffix}`;
      tensors.set(theirs, toFile(place, numbers.get(place.path), dtype));
      mapped.push(mappedTensor(place, theirs));
    }
  }
  return { tensors, mapped };
}

function toFile({ fileShape, filler }: StatePlace, ours: Tensor | undefined, dtype: DType): Tensor {
  const values = allocate(dtype, sizeOf(fileShape));
  if (!ours) values.fill(filler);
  else if (ours.shape.length === fileShape.length) values.set(ours.values);
  else values.fill(ours.values[0]);
  return { shape: fileShape, values };
}

function mappedTensor({ path, shape, fileShape }: StatePlace, theirs: string): MappedTensor {
  const layout = shape === undefined ? "filled" : sameShape(shape, fileShape) ? "same" : "repeated";
  return { ours: path, theirs, shape: fileShape, layout };
}

/** A tensor of a file. */
export interface FileTensor {
  readonly shape: Shape;
  read(): Tensor;
}

/** The tensors of one module, by their suffixes. */
interface Module {
  readonly name: string;
  readonly tensors: ReadonlyMap<string, FileTensor>;
}

/** What PyTorch counts and predicting does not need. */
const UNUSED = "num_batches_tracked";

/**
 * Reads the parameters of a network from a PyTorch state dict: layer by layer, the modules in the order of their names
 * with numbers by size; where these do not fit, each layer from the one module whose tensors do.
 * @param file what messages call it
 * @throws InputError where a tensor is missing, unknown, or of another shape
 */
export function fromStateDict(
  network: NetworkSpec,
  tensors: ReadonlyMap<string, FileTensor>,
  file: string,
): { readonly numbers: ReadonlyMap<string, Tensor>; readonly mapped: readonly MappedTensor[] } {
  const layers = modulePlaces(network).filter(({ places }) => places.length > 0);
  const modules = modulesOf(layers, tensors, file);
  const chosen = assigned(layers, modules, file);
  const numbers = new Map<string, Tensor>();
  const mapped: MappedTensor[] = [];
  for (const [i, { places }] of layers.entries()) {
    for (const place of places) {
      const { name, tensors: own } = chosen[i];
      const theirs = name === "" ? place.suffix : `${name}.${place.suffix}`;
      const found = fromFile(place, own.get(place.suffix) as FileTensor, theirs, file);
      if (found) numbers.set(place.path, found);
      mapped.push(mappedTensor(place, theirs));
    }
  }
  return { numbers, mapped };
}

/** In the order of their names: conv1, conv2, conv10. */
function modulesOf(
  layers: readonly ModulePlace[],
  tensors: ReadonlyMap<string, FileTensor>,
  file: string,
): Module[] {
  // the longest first: out_proj.weight is no weight of a module out_proj
  const suffixes = [...new Set(layers.flatMap(({ places }) => places.map(({ suffix }) => suffix)))].sort(
    (a, b) => b.length - a.length,
  );
  const modules = new Map<string, Map<string, FileTensor>>();
  for (const [name, tensor] of tensors) {
    if (name === UNUSED || name.endsWith(`.${UNUSED}`)) continue;
    const suffix = suffixes.find((word) => name === word || name.endsWith(`.${word}`));
    if (suffix === undefined) {
      const expected = suffixes.length === 0 ? "none" : `names that end in ${suffixes.join(", ")}`;
      throw new InputError(`${quote(name)}: expected the tensors of this network, ${expected}`, { file });
    }
    const module = name.slice(0, -suffix.length).replace(/\.$/, "");
    const own = modules.get(module) ?? new Map<string, FileTensor>();
    modules.set(module, own.set(suffix, tensor));
  }
  return [...modules]
    .map(([name, own]) => ({ name, tensors: own }))
    .sort((a, b) => naturalOrder(a.name, b.name));
}

/** Words by their letters, numbers by their size. */
function naturalOrder(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.split(/(\d+)/));
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x = "", y = ""] = [left[i], right[i]];
    if (x === y) continue;
    const size = i % 2 === 1 ? Number(x) - Number(y) : 0;
    return size !== 0 ? size : x < y ? -1 : 1;
  }
  return 0;
}

/** The module of each layer. */
function assigned(
  layers: readonly ModulePlace[],
  modules: readonly Module[],
  file: string,
): readonly Module[] {
  if (layers.length !== modules.length) {
    const names = modules.slice(0, 10).map(({ name }) => (name === "" ? "one without a name" : name));
    const found = `found ${modules.length}${names.length > 0 ? `: ${names.map((name) => quote(name)).join(", ")}` : ""}`;
    throw new InputError(`expected the tensors of ${layers.length} layers, ${found}`, { file });
  }
  const misfit = layers.map((layer, i) => misfitOf(layer, modules[i])).find((fault) => fault !== undefined);
  if (misfit === undefined) return modules;
  const byShape = assignedByShape(layers, modules);
  if (byShape) return byShape;
  throw new InputError(misfit, { file });
}

/** Each layer by the only module that is left for it; undefined where there is not always one. */
function assignedByShape(layers: readonly ModulePlace[], modules: readonly Module[]): Module[] | undefined {
  const chosen = new Map<ModulePlace, Module>();
  const left = new Set(modules);
  while (chosen.size < layers.length) {
    const next = layers
      .filter((layer) => !chosen.has(layer))
      .map((layer) => ({ layer, fitting: [...left].filter((module) => !misfitOf(layer, module)) }))
      .find(({ fitting }) => fitting.length === 1);
    if (!next) return undefined;
    chosen.set(next.layer, next.fitting[0]);
    left.delete(next.fitting[0]);
  }
  return layers.map((layer) => chosen.get(layer) as Module);
}

/** What is wrong with a module as the one of a layer, if anything is. */
function misfitOf({ layer, kind, places }: ModulePlace, { name, tensors }: Module): string | undefined {
  const where = `layer ${layer + 1} (${kind})`;
  for (const { suffix, fileShape } of places) {
    const found = tensors.get(suffix);
    const called = quote(name === "" ? suffix : `${name}.${suffix}`);
    if (!found) return `${where}: expected a tensor ${called}, found none`;
    if (sameShape(found.shape, fileShape)) continue;
    const isTransposed = sameShape([...found.shape].reverse(), fileShape);
    const hint = isTransposed ? "   is it transposed? PyTorch has outputs × inputs" : "";
    return `${where}: expected ${called} of the shape ${formatShape(fileShape)}, found ${formatShape(found.shape)}${hint}`;
  }
  const known = places.map(({ suffix }) => suffix);
  const other = [...tensors.keys()].find((suffix) => !known.includes(suffix));
  if (other === undefined) return undefined;
  const called = quote(name === "" ? other : `${name}.${other}`);
  return `${where}: expected ${known.join(", ")}, found ${called} as well`;
}

/** Undefined of a parameter that the layer does not have; the file must then hold what stands for none. */
function fromFile(place: StatePlace, tensor: FileTensor, name: string, file: string): Tensor | undefined {
  const found = tensor.read();
  const { shape, fileShape, filler } = place;
  const [first = 0] = found.values;
  const isTheSame = shape !== undefined && sameShape(shape, fileShape);
  if (isTheSame) return found;
  const expected = shape === undefined ? filler : first;
  if (!found.values.every((value) => value === expected)) {
    const what =
      shape === undefined ? `only ${filler}, for the layer has none` : "one number, which the layer shares";
    throw new InputError(`${quote(name)}: expected ${what}, found others`, { file });
  }
  return shape && { shape, values: found.values.slice(0, 1) };
}
