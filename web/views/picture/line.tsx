import type { JSX } from "preact";
import { shortNumber } from "../../app/number.ts";
import type { LayoutEdge, LayoutNeuron } from "../../engine/protocol.ts";
import { type Common, stateOf } from "./common.ts";
import { bandBetween, lineBetween } from "./geometry.ts";
import { isPress } from "./keys.ts";

interface LineProps extends Common {
  readonly edge: LayoutEdge;
  readonly value: number;
  readonly scale: number;
  readonly ends: readonly [LayoutNeuron, LayoutNeuron];
}

export function Line({ edge, ends: [a, b], value, scale, ...common }: LineProps): JSX.Element {
  const { from, to, weight } = edge;
  const hasValue = weight !== undefined && !Number.isNaN(value);
  const width = hasValue ? 1 + 5 * Math.min(1, Math.abs(value) / scale) : 1.2;
  const kind = !hasValue ? "plain" : value < 0 ? "negative" : "positive";
  const { studio, layout, selected, point } = common;
  const line = (
    <path class={`line ${kind}`} d={lineBetween(a, b, layout.radius)} style={{ strokeWidth: width }} />
  );
  if (weight === undefined) return <g>{line}</g>;
  return (
    <g
      class={`edge${stateOf(weight, common)}`}
      role="button"
      tabindex={-1}
      data-place={weight}
      aria-pressed={weight === selected}
      aria-label={studio.words.value.picture.weight(`${weight} ${shortNumber(value)}`, from, to)}
      onClick={() => studio.select(weight)}
      onKeyDown={(event) => isPress(event) && studio.select(weight)}
      onPointerEnter={() => point(weight)}
      onPointerLeave={() => point()}
      onFocus={() => point(weight)}
      onBlur={() => point()}
    >
      <path class="reach" d={bandBetween(a, b, layout.radius, 14)} />
      {line}
    </g>
  );
}
