import { activation } from "./activation.ts";
import { attention, preview } from "./attention.ts";
import type { Family } from "./call.ts";
import { choosing } from "./choosing.ts";
import { control } from "./control.ts";
import { convolution } from "./convolution.ts";
import { cutting } from "./cutting.ts";
import { deformable } from "./deform.ts";
import { elementwise } from "./elementwise.ts";
import { linear } from "./linear.ts";
import { loss } from "./loss.ts";
import { normalization } from "./normalization.ts";
import { pooling } from "./pooling.ts";
import { recurrent } from "./recurrent.ts";
import { reduce } from "./reduce.ts";
import { resizing } from "./resize.ts";
import { scattering } from "./scattering.ts";
import { sequences } from "./sequences.ts";
import { shape } from "./shape.ts";
import { training } from "./training.ts";

/** What can be read, by domain and operation. */
export const families: ReadonlyMap<string, Family> = new Map<string, Family>([
  [
    "",
    {
      ...elementwise,
      ...activation,
      ...reduce,
      ...linear,
      ...shape,
      ...cutting,
      ...choosing,
      ...scattering,
      ...convolution,
      ...deformable,
      ...pooling,
      ...normalization,
      ...recurrent,
      ...resizing,
      ...attention,
      ...sequences,
      ...loss,
      ...control,
    },
  ],
  ["ai.onnx.preview", preview],
  ["ai.onnx.preview.training", training],
]);
