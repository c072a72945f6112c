import { basename, dirname } from "node:path";
import { Command, Option } from "commander";
import {
  InputError,
  mappingOf,
  modelToJson,
  modelToNpz,
  modelToSafetensors,
  modelToTypeScript,
  modulePlaces,
  sequentialText,
  type TrainedModel,
  trainedModelToOnnx,
} from "../index.ts";
import { mappingText } from "./mapping.ts";
import { MODEL_ARGUMENT, openModel } from "./model.ts";
import { saveFiles } from "./save.ts";

interface Options {
  readonly to: FormatName;
  readonly out?: string;
  readonly weights?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** A format that a model can be written in. */
interface Format {
  readonly isText: boolean;
  write(model: TrainedModel): string | Uint8Array;
  /** What whoever goes on with the file must know. */
  says(model: TrainedModel, out: string): string;
}

const formats = {
  onnx: {
    isText: false,
    write: trainedModelToOnnx,
    says: () =>
      "input: samples × inputs, output: samples × outputs, float32; rows are encoded by backstep predict, not by the graph",
  },
  safetensors: {
    isText: false,
    write: modelToSafetensors,
    says(model) {
      const sequential = sequentialText(modulePlaces(model.model.network));
      const modules = sequential ?? "no Sequential: PyTorch lacks one of the layers, or they branch";
      return `${mappingText(mappingOf(model))}\n\ntorch.nn: ${modules}`;
    },
  },
  json: {
    isText: true,
    write: modelToJson,
    says: () =>
      "backstep predict reads it, and so does any program: numbers by the paths of the parameters, row by row",
  },
  npy: {
    isText: false,
    write: modelToNpz,
    says: (_model, out) =>
      `an array for each parameter: numpy.load(${JSON.stringify(out)})["layers.1.weight"]`,
  },
  typescript: {
    isText: true,
    write: modelToTypeScript,
    says: (_model, out) =>
      `import { predict } from ${JSON.stringify(`./${basename(out)}`)}; it takes a row as predict does, and depends on nothing`,
  },
} as const satisfies Readonly<Record<string, Format>>;

type FormatName = keyof typeof formats;

const MORE = `
A file that is there is not overwritten, unless --force is given. Without --out the file goes to standard output.

Examples:
  backstep export runs/iris --to onnx --out iris.onnx
  backstep export runs/iris --to typescript --out iris.ts
  backstep export runs/mnist --to safetensors --out mnist.safetensors     # for PyTorch; prints how its names are found
  backstep export examples/mnist.yaml --weights from-pytorch.safetensors --to onnx --out mnist.onnx`;

export function exportCommand(): Command {
  const names = Object.keys(formats) as FormatName[];
  return new Command("export")
    .summary("write a trained model in another format")
    .description("Writes a trained model as a file that other programs read.")
    .argument("<model>", MODEL_ARGUMENT)
    .addOption(
      new Option("--to <format>", "npy: an npz file with an array for each parameter")
        .choices(names)
        .makeOptionMandatory(),
    )
    .option("--out <path>", "the file to write")
    .option(
      "--weights <file>",
      "a PyTorch state dict (safetensors) with the weights of the example's network",
    )
    .option("--force", "overwrite a file that is there")
    .option("--json", "print one JSON document that says what was written; needs --out")
    .addHelpText("after", MORE)
    .action((path: string, options: Options) => exportModel(path, options));
}

async function exportModel(
  path: string,
  { to, out, weights, force = false, json = false }: Options,
): Promise<void> {
  const format: Format = formats[to];
  if (out === undefined && json)
    throw new InputError("--json: expected together with --out, which says where the file goes");
  if (out === undefined && !format.isText && process.stdout.isTTY) {
    throw new InputError(`--out: expected the path of a file, for ${to} is not for terminals`);
  }
  const { trained, mapped, file } = await openModel(path, weights);
  if (!trained) {
    throw new InputError("expected a model with layers, found a graph   predict reads it, export does not", {
      file,
    });
  }
  const contents = format.write(trained);
  if (out === undefined) {
    process.stdout.write(contents);
    return;
  }
  await saveFiles(dirname(out), new Map([[basename(out), contents]]), force);
  const bytes = typeof contents === "string" ? Buffer.byteLength(contents) : contents.length;
  if (json) {
    process.stdout.write(
      `${JSON.stringify(toJson(trained, { to, out, bytes, ...(mapped && { read: mapped }) }), null, 2)}\n`,
    );
    return;
  }
  if (mapped) process.stderr.write(`${mappingText(mapped)}\n\n`);
  process.stderr.write(`${format.says(trained, out)}\n`);
  process.stdout.write(`${out}  ${bytes.toLocaleString("en")} bytes\n`);
}

function toJson(
  model: TrainedModel,
  written: { readonly to: FormatName; readonly out: string; readonly bytes: number },
): object {
  if (written.to !== "safetensors") return written;
  return {
    ...written,
    tensors: mappingOf(model),
    torch: sequentialText(modulePlaces(model.model.network)) ?? null,
  };
}
