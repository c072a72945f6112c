import type { JSX } from "preact";
import { shortNumber } from "../../app/number.ts";
import type { LayoutEdge, LayoutNeuron } from "../../engine/protocol.ts";
import { type Common, stateOf } from "./common.ts";
import { isPress } from "./keys.ts";

interface NumberProps extends Pick<Common, "studio" | "lit" | "selected" | "point"> {
  readonly x: number;
  readonly y: number;
  readonly place: string;
  readonly isEditable: boolean;
  /** Of a shared bias, that stands at several neurons, which one. */
  readonly at: string;
  readonly sign?: string;
  readonly name?: string;
  readonly value: string;
  /** For those who do not see it, from what is written. */
  label(written: string): string;
}

/** A number that can be changed where it stands. */
export function GivenNumber({
  studio,
  lit,
  selected,
  point,
  x,
  y,
  place,
  isEditable,
  at,
  sign = "",
  name = place,
  value,
  label,
}: NumberProps): JSX.Element {
  const edit = () => {
    studio.select(place);
    if (isEditable) studio.editing.value = at;
  };
  const width = 7 * (sign.length + name.length + 1 + value.length) + 6;
  return (
    <g
      class={`number${stateOf(place, { selected, lit })}`}
      role="button"
      tabindex={-1}
      data-place={at}
      aria-label={label(`${sign}${name} ${value}`)}
      onClick={edit}
      onKeyDown={(event) => isPress(event) && edit()}
      onPointerEnter={() => point(place)}
      onPointerLeave={() => point()}
      onFocus={() => point(place)}
      onBlur={() => point()}
    >
      <rect x={x - width / 2} y={y - 13} width={width} height={18} rx={4} />
      <text x={x} y={y}>
        {sign}
        <tspan class="name">{name}</tspan> <tspan class={isEditable ? "editable" : ""}>{value}</tspan>
      </text>
    </g>
  );
}

export function WeightLabel({
  studio,
  frame,
  edge,
  i,
  at,
  lit,
  selected,
  point,
}: Common & { edge: LayoutEdge; i: number; at(id: string): LayoutNeuron }): JSX.Element {
  const { weight = "", from, to } = edge;
  const value = shortNumber(frame.weights[i]);
  const place = edge.label ?? { x: (at(from).x + at(to).x) / 2, y: (at(from).y + at(to).y) / 2 };
  return (
    <GivenNumber
      {...{ studio, lit, selected, point }}
      x={place.x}
      y={place.y + 4}
      place={weight}
      isEditable={edge.editable}
      at={weight}
      value={value}
      label={studio.words.value.picture.number}
    />
  );
}
