import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Studio } from "../app/studio.ts";
import { readNumber } from "../document/number.ts";
import type { Frame, Layout } from "../engine/protocol.ts";

interface Props {
  readonly studio: Studio;
  readonly layout: Layout;
  readonly frame: Frame;
}

interface Edited {
  readonly name: string;
  readonly value: number;
  readonly x: number;
  readonly y: number;
}

/** An input over the number that is being changed. */
export function NumberEditor({ studio, layout, frame }: Props): JSX.Element | null {
  const place = studio.editing.value;
  const edited = place === undefined ? undefined : editedAt(place, layout, frame);
  return edited ? <Editor key={place} {...{ studio, layout, edited, place: place as string }} /> : null;
}

function Editor({
  studio,
  layout,
  edited,
  place,
}: {
  studio: Studio;
  layout: Layout;
  edited: Edited;
  place: string;
}): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const [isWrong, setWrong] = useState(false);
  const words = studio.words.value;
  const isOver = useRef(false);
  useEffect(() => input.current?.select(), []);

  const close = (refocus: boolean) => {
    isOver.current = true;
    studio.editing.value = undefined;
    if (refocus) {
      const root = input.current?.closest(".picture");
      root?.querySelector<SVGElement>(`[data-place="${CSS.escape(place)}"]`)?.focus();
    }
  };
  const confirm = (refocus: boolean) => {
    if (isOver.current) return;
    const text = input.current?.value ?? "";
    const value = readNumber(text);
    if (value === undefined) {
      setWrong(true);
      return;
    }
    close(refocus);
    if (value !== edited.value) void studio.change({ kind: "number", name: edited.name, value });
  };

  return (
    <input
      ref={input}
      class="number-editor"
      type="text"
      inputMode="decimal"
      autocomplete="off"
      spellcheck={false}
      aria-label={words.picture.edit(edited.name)}
      aria-invalid={isWrong}
      title={isWrong ? words.notANumber : undefined}
      defaultValue={String(edited.value)}
      style={{ left: `${(100 * edited.x) / layout.width}%`, top: `${(100 * edited.y) / layout.height}%` }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") confirm(true);
        if (event.key === "Escape") close(true);
      }}
      onInput={() => setWrong(false)}
      onBlur={() => confirm(false)}
    />
  );
}

function editedAt(place: string, layout: Layout, frame: Frame): Edited | undefined {
  const { neurons, edges, radius } = layout;
  for (const [i, { id, x, y, bias, target, given, editable }] of neurons.entries()) {
    if (place === id && given && editable.includes(id))
      return { name: id, value: frame.neurons[i], x, y: y + 10 };
    if (bias !== undefined && place === `${bias} ${id}`) {
      return { name: bias, value: frame.biases[i], x, y: y + radius + 12 };
    }
    if (place === target) return { name: target, value: frame.targets[i], x, y: y - radius - 13 };
  }
  const i = edges.findIndex(({ weight }) => weight === place);
  if (i < 0) return undefined;
  const { from, to, label } = edges[i];
  const at = (id: string) => neurons.find((neuron) => neuron.id === id) ?? { x: 0, y: 0 };
  const [a, b] = [at(from), at(to)];
  return { name: place, value: frame.weights[i], ...(label ?? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }) };
}
