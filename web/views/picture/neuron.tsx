import type { JSX } from "preact";
import { shortNumber } from "../../app/number.ts";
import type { LayoutNeuron } from "../../engine/protocol.ts";
import { type Common, stateOf } from "./common.ts";
import { Fold } from "./fold.tsx";
import { GivenNumber } from "./given-number.tsx";
import { isPress } from "./keys.ts";

export function Neuron({ neuron, i, ...common }: Common & { neuron: LayoutNeuron; i: number }): JSX.Element {
  const { id, x, y, bias, target, folded, column, given } = neuron;
  const { studio, layout, frame, selected, point } = common;
  const words = studio.words.value.picture;
  const { radius, columns } = layout;
  const isEditable = neuron.editable.includes(id);
  if (folded !== undefined) {
    return (
      <Fold
        x={x}
        y={y}
        text={words.more(folded)}
        label={words.unfold}
        toggle={() => studio.toggleColumn(column)}
      />
    );
  }
  const value = shortNumber(frame.neurons[i]);
  const isSmall = radius < 20;
  // where there is no room for all, those of the neuron that is looked at
  const isLookedAt = [id, bias, target].some((place) => place !== undefined && place === selected);
  const isTold = layout.isRoomy || isLookedAt;
  const edit = () => {
    studio.select(id);
    if (isEditable) studio.editing.value = id;
  };
  const isLast = layout.neurons[i + 1]?.column !== column;
  return (
    <g class="spot">
      <g
        class={`neuron${stateOf(id, common)}${given ? " given" : ""}`}
        role="button"
        tabindex={i === 0 ? 0 : -1}
        data-place={id}
        aria-pressed={id === selected}
        aria-label={words.neuron(`${id} ${value}`.trim())}
        onClick={edit}
        onKeyDown={(event) => isPress(event) && edit()}
        onPointerEnter={() => point(id)}
        onPointerLeave={() => point()}
        onFocus={() => point(id)}
        onBlur={() => point()}
      >
        <circle cx={x} cy={y} r={radius} />
        <text class={id.length > 4 ? "name long" : "name"} x={x} y={isSmall ? y + 4 : y - 3}>
          {id}
        </text>{" "}
        {isSmall ? null : (
          <text class={isEditable ? "value editable" : "value"} x={x} y={y + 14}>
            {value}
          </text>
        )}
      </g>
      {bias !== undefined && isTold ? (
        <GivenNumber
          {...common}
          x={x}
          y={y + radius + 16}
          place={bias}
          isEditable={neuron.editable.includes(bias)}
          at={`${bias} ${id}`}
          sign="+ "
          value={shortNumber(frame.biases[i])}
          label={(written) => words.bias(written, id)}
        />
      ) : null}
      {target !== undefined && isTold ? (
        <GivenNumber
          {...common}
          x={x}
          y={y - radius - 9}
          place={target}
          isEditable={neuron.editable.includes(target)}
          at={target}
          name={words.targetShort}
          value={shortNumber(frame.targets[i])}
          label={(written) => words.target(written, id)}
        />
      ) : null}
      {isLast && columns[column].isOpen ? (
        <Fold
          x={x}
          y={y + radius + 24}
          text={words.fold}
          label={words.fold}
          toggle={() => studio.toggleColumn(column)}
        />
      ) : null}
    </g>
  );
}
