import { InputError } from "../../../tensor/error.ts";
import { refuseForeign } from "../../foreign.ts";
import type {
  OnnxAttribute,
  OnnxFunction,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxPort,
  OnnxTensor,
} from "./model.ts";
import { readPort } from "./read-port.ts";
import { readTensor } from "./read-tensor.ts";
import { eachField, type Field } from "./wire.ts";

/** The largest ONNX file, in MiB. */
export const MAX_ONNX_MIB = 512;

/** How deep graphs may stand in each other: bodies of loops and branches. */
const MAX_GRAPHS = 8;

const MAX_NODES = 100_000;

/** How many numbers an attribute may have. */
const MAX_NUMBERS = 1_000_000;

/**
 * Reads an ONNX file. Nothing but the bytes is read: a tensor whose numbers are in another file is refused.
 * @throws InputError where the bytes are not such a file
 */
export function readModel(bytes: Uint8Array, file: string): OnnxModel {
  const fail = (message: string): InputError => new InputError(message, { file });
  if (bytes.length > MAX_ONNX_MIB * 2 ** 20) throw fail(`expected at most ${MAX_ONNX_MIB} MiB, found more`);
  try {
    return new Reader(fail).model(bytes);
  } catch (error) {
    if (error instanceof InputError) refuseForeign(bytes, file);
    throw error;
  }
}

/** Reads a tensor that is a file of its own, as those of ONNX's tests are. */
export function readTensorFile(bytes: Uint8Array, file: string): OnnxTensor {
  const fail = (message: string): InputError => new InputError(message, { file });
  // a message that has the bytes as its only field
  const whole = { each: (visit: (field: Field) => void) => eachField(bytes, fail, visit) };
  return readTensor(whole, fail);
}

class Reader {
  readonly #fail: (message: string) => InputError;
  #nodes = 0;

  constructor(fail: (message: string) => InputError) {
    this.#fail = fail;
  }

  model(bytes: Uint8Array): OnnxModel {
    const opsets = new Map<string, number>();
    const functions = new Map<string, OnnxFunction>();
    const metadata = new Map<string, string>();
    const producer = { name: "", version: "" };
    let irVersion = 0;
    let graph: OnnxGraph | undefined;
    eachField(bytes, this.#fail, (field) => {
      switch (field.number) {
        case 1:
          irVersion = field.integer();
          break;
        case 2:
          producer.name = field.text();
          break;
        case 3:
          producer.version = field.text();
          break;
        case 7:
          if (graph) throw this.#fail("expected one graph, found another");
          graph = this.#graph(field, 0);
          break;
        case 8:
          this.#opset(field, opsets);
          break;
        case 14:
          metadata.set(...pairOf(field));
          break;
        case 25: {
          const made = this.#function(field);
          const name = `${made.domain}:${made.name}`;
          if (functions.has(name))
            throw this.#fail(`function "${made.name}": expected it once, found it again`);
          functions.set(name, made);
        }
      }
    });
    if (!graph) throw this.#fail("expected an ONNX file, found bytes without a graph in them");
    if (irVersion < 1)
      throw this.#fail("expected an ONNX file, found bytes that do not say its version (ir_version)");
    return { irVersion, producer, opsets, graph, functions, metadata };
  }

  #graph(field: Field, depth: number): OnnxGraph {
    if (depth > MAX_GRAPHS)
      throw this.#fail(`expected graphs up to ${MAX_GRAPHS} deep in each other, found more`);
    const nodes: OnnxNode[] = [];
    const initializers: OnnxTensor[] = [];
    const held = new Set<string>();
    const inputs: OnnxPort[] = [];
    const outputs: OnnxPort[] = [];
    field.each((part) => {
      if (part.number === 1) nodes.push(this.#node(part, depth));
      else if (part.number === 5) {
        const tensor = readTensor(part, this.#fail);
        if (held.has(tensor.name))
          throw this.#fail(`tensor "${tensor.name}": expected it once, found it again`);
        held.add(tensor.name);
        initializers.push(tensor);
      } else if (part.number === 11) inputs.push(readPort(part));
      else if (part.number === 12) outputs.push(readPort(part));
      else if (part.number === 15) throw this.#fail("expected dense initial values, found sparse ones");
    });
    return { nodes, initializers, inputs, outputs };
  }

  #function(field: Field): OnnxFunction {
    const made = { name: "", domain: "", inputs: [] as string[], outputs: [] as string[] };
    const nodes: OnnxNode[] = [];
    const opsets = new Map<string, number>();
    const defaults = new Map<string, OnnxAttribute>();
    field.each((part) => {
      if (part.number === 1) made.name = part.text();
      else if (part.number === 4) made.inputs.push(part.text());
      else if (part.number === 5) made.outputs.push(part.text());
      else if (part.number === 7) nodes.push(this.#node(part, 0));
      else if (part.number === 9) this.#opset(part, opsets);
      else if (part.number === 10) made.domain = part.text();
      else if (part.number === 11) defaults.set(...this.#attribute(part, 0, made.name));
    });
    return { ...made, nodes, opsets, defaults };
  }

  #node(field: Field, depth: number): OnnxNode {
    if (++this.#nodes > MAX_NODES) throw this.#fail(`expected at most ${MAX_NODES} nodes, found more`);
    const made = { op: "", domain: "", name: "", inputs: [] as string[], outputs: [] as string[] };
    const attributes = new Map<string, OnnxAttribute>();
    field.each((part) => {
      if (part.number === 1) made.inputs.push(part.text());
      else if (part.number === 2) made.outputs.push(part.text());
      else if (part.number === 3) made.name = part.text();
      else if (part.number === 4) made.op = part.text();
      else if (part.number === 5) {
        const [name, attribute] = this.#attribute(part, depth, made.name);
        if (attributes.has(name))
          throw this.#fail(`node "${made.name}": expected "${name}" once, found it again`);
        attributes.set(name, attribute);
      } else if (part.number === 7) made.domain = part.text();
    });
    // the same domain has two names
    return { ...made, domain: made.domain === "ai.onnx" ? "" : made.domain, attributes };
  }

  #attribute(field: Field, depth: number, node: string): [string, OnnxAttribute] {
    let name = "";
    const integers: number[] = [];
    const floats: number[] = [];
    const texts: string[] = [];
    const made: { tensor?: OnnxTensor; graph?: OnnxGraph; reference?: string } = {};
    const add = (numbers: number[], number: number): void => {
      if (numbers.length === MAX_NUMBERS)
        throw this.#fail(`node "${node}": expected at most ${MAX_NUMBERS} numbers in "${name}", found more`);
      numbers.push(number);
    };
    field.each((part) => {
      switch (part.number) {
        case 1:
          name = part.text();
          break;
        case 2:
          floats.push(part.float());
          break;
        case 3:
          integers.push(part.integer());
          break;
        case 4:
        case 9:
          texts.push(part.text());
          break;
        case 5:
          made.tensor = readTensor(part, (message) => this.#fail(`node "${node}": ${message}`));
          break;
        case 6:
          made.graph = this.#graph(part, depth + 1);
          break;
        case 7:
          part.eachNumber("float", (number) => add(floats, number));
          break;
        case 8:
          part.eachNumber("signed", (number) => add(integers, number));
          break;
        case 21:
          made.reference = part.text();
      }
    });
    return [name, { ...made, integers, floats, texts }];
  }

  #opset(field: Field, opsets: Map<string, number>): void {
    let [domain, version] = ["", 0];
    field.each((part) => {
      if (part.number === 1) domain = part.text();
      else if (part.number === 2) version = part.integer();
    });
    opsets.set(domain === "ai.onnx" ? "" : domain, version);
  }
}

function pairOf(field: Field): [string, string] {
  let [key, value] = ["", ""];
  field.each((part) => {
    if (part.number === 1) key = part.text();
    else if (part.number === 2) value = part.text();
  });
  return [key, value];
}
