import type { JSX } from "preact";
import { shortNumber } from "../app/number.ts";
import type { Studio } from "../app/studio.ts";

const [WIDTH, HEIGHT] = [640, 120];
const [LEFT, BOTTOM, TOP] = [56, 20, 8];

/** The loss over the updates, its axis in powers of ten. */
export function LossChart({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const curve = studio.curve.value;
  if (!curve || curve.steps.length < 2) return null;
  const { steps, losses } = curve;
  const logs = losses.map((loss) => Math.log10(Math.max(loss, 1e-300)));
  const [low, high] = decades(logs);
  const last = steps[steps.length - 1] || 1;
  const x = (step: number) => LEFT + (step / last) * (WIDTH - LEFT - 8);
  const y = (log: number) => TOP + ((high - log) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const points = Array.from(steps, (step, i) => `${x(step).toFixed(1)} ${y(logs[i]).toFixed(1)}`);
  const every = Math.max(1, Math.ceil((high - low) / 4));
  const ticks = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => low + i * every);
  const words = studio.words.value.train;
  const language = studio.preferences.language.value;
  const label = `${words.lossCurve}: ${shortNumber(losses[0])} → ${shortNumber(losses[losses.length - 1])}`;
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={LEFT} x2={WIDTH - 8} y1={y(tick)} y2={y(tick)} />
          <text class="tick end" x={LEFT - 6} y={y(tick) + 4}>
            {shortNumber(10 ** tick)}
          </text>
        </g>
      ))}
      <text class="tick" x={LEFT} y={HEIGHT - 4}>
        0
      </text>
      <text class="tick end" x={WIDTH - 8} y={HEIGHT - 4}>
        {last.toLocaleString(language)}
      </text>
      <path class="curve" d={`M${points.join("L")}`} />
    </svg>
  );
}

/** Whole powers of ten around the values. */
function decades(logs: Float64Array): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const log of logs) {
    if (log < low) low = log;
    if (log > high) high = log;
  }
  low = Math.floor(low);
  high = Math.ceil(high);
  return [low, high > low ? high : low + 1];
}
