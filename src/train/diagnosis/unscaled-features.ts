import { kindOf } from "../../nn/layers/index.ts";
import type { Samples } from "../../nn/samples.ts";
import type { Check, Evidence } from "./check.ts";
import { featuresOf, TABLE, weightOfFeature } from "./features.ts";

/** The gradient of a weight has its feature as a factor: a hundred times larger, and one learning rate cannot suit both. */
const RATIO = 100;
/** Weights are drawn for numbers about 1; with these, sums of ten or more land where functions are flat. */
const LARGE = 10;

/** Features of very different sizes, or all large. Measured: the ratio of their largest numbers, or the mean size. */
export const unscaledFeatures: Check = {
  kind: "unscaled-features",
  on: "data",
  find(evidence) {
    const { samples, session } = evidence;
    const [first] = session.options.model.network.layers;
    // the numbers of words and the like are looked up, not calculated with
    if (first && kindOf(first).name === "embedding") return [];
    return [...differing(evidence), ...large(samples, evidence)].slice(0, 1);
  },
};

/** So many numbers are enough for their mean size. */
const NUMBERS_READ = 1e5;

type Found = ReturnType<Check["find"]>;

function differing({ samples, look }: Evidence): Found {
  const features = featuresOf(samples);
  if (!features || features.length >= TABLE) return [];
  const sizes = [...features.entries()]
    .filter(([, { min, max }]) => min !== max)
    .map(([j, { name, min, max }]) => ({ j, name, size: Math.max(Math.abs(min), Math.abs(max)) }))
    .sort((a, b) => b.size - a.size);
  const [largest, smallest] = [sizes[0], sizes[sizes.length - 1]];
  if (!largest || largest.size < RATIO * smallest.size) return [];
  const weights = [largest, smallest].flatMap(({ j }) => weightOfFeature(look, j) ?? []);
  return [
    {
      about: [largest.name, smallest.name],
      measured: largest.size / smallest.size,
      threshold: RATIO,
      advice: ["scale-inputs"],
      ...(weights.length > 0 && { shownBy: { of: weights, rows: [look.telling.row] } }),
    },
  ];
}

function large({ inputs: { values } }: Samples, { look }: Evidence): Found {
  const stride = Math.max(1, Math.floor(values.length / NUMBERS_READ));
  let [squares, read] = [0, 0];
  for (let i = 0; i < values.length; i += stride) {
    squares += values[i] ** 2;
    read++;
  }
  const size = Math.sqrt(squares / read);
  if (size < LARGE) return [];
  const weight = weightOfFeature(look, 0);
  return [
    {
      about: [],
      measured: size,
      threshold: LARGE,
      advice: ["scale-inputs"],
      ...(weight !== undefined && { shownBy: { of: [weight], rows: [look.telling.row] } }),
    },
  ];
}
