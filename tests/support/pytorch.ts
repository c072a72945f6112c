import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelToSafetensors } from "../../src/model/model-file.ts";
import { modulePlaces } from "../../src/model/pytorch/places.ts";
import type { TrainedModel } from "../../src/model/trained-model.ts";
import { inputShape } from "../../src/nn/shapes.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";

const script = fileURLToPath(new URL("./predict_pytorch.py", import.meta.url));
/** Debian's own, which sees Debian's packages. */
const PYTHON = "/usr/bin/python3";

export const hasPytorch: boolean = (() => {
  try {
    execFileSync(PYTHON, ["-c", "import torch"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** Ends the title of what is skipped without it. */
export const PYTORCH: string = hasPytorch
  ? ""
  : " (skipped: not installed, as in apt-get install python3-torch)";

/** A state dict that PyTorch wrote, and what its network says. */
export interface WrittenByPytorch {
  readonly bytes: Uint8Array;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export function writtenByPytorch(): WrittenByPytorch {
  const folder = mkdtempSync(join(tmpdir(), "backstep-pytorch-"));
  try {
    const file = join(folder, "net.safetensors");
    const writer = fileURLToPath(new URL("./write_pytorch.py", import.meta.url));
    const said = JSON.parse(execFileSync(PYTHON, [writer, file], { encoding: "utf8" }));
    return { bytes: new Uint8Array(readFileSync(file)), ...said };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What PyTorch says to inputs, with the numbers that it reads from our safetensors files. */
export function pytorchOutputs(
  cases: readonly { readonly model: TrainedModel; readonly inputs: Tensor }[],
): number[][] {
  const folder = mkdtempSync(join(tmpdir(), "backstep-pytorch-"));
  try {
    const described = cases.map(({ model, inputs }, i) => {
      const file = join(folder, `${i}.safetensors`);
      writeFileSync(file, modelToSafetensors(model));
      const { network } = model.model;
      const places = modulePlaces(network);
      const indices = (isWanted: (layer: Readonly<Record<string, unknown>>) => boolean) =>
        places
          .filter((place) =>
            isWanted(network.layers[place.layer] as unknown as Readonly<Record<string, unknown>>),
          )
          .map((place) => place.index);
      return {
        file,
        modules: places.flatMap((place) => place.modules),
        last: indices(
          (layer) => ["rnn", "lstm", "gru"].some((kind) => kind in layer) && !layer.returnSequences,
        ),
        causal: indices((layer) => layer.causal === true),
        inputs: [...inputs.values],
        shape: [inputs.shape[0], ...inputShape(network)],
      };
    });
    const list = join(folder, "cases.json");
    writeFileSync(list, JSON.stringify(described));
    return JSON.parse(
      execFileSync(PYTHON, [script, list], { encoding: "utf8", maxBuffer: 2 ** 28 }),
    ) as number[][];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
