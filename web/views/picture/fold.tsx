import type { JSX } from "preact";
import { isPress } from "./keys.ts";

interface FoldProps {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly label: string;
  toggle(): void;
}

export function Fold({ x, y, text, label, toggle }: FoldProps): JSX.Element {
  return (
    <g
      class="fold"
      role="button"
      tabindex={-1}
      data-place=""
      aria-label={`${text}: ${label}`}
      onClick={toggle}
      onKeyDown={(event) => isPress(event) && toggle()}
    >
      <rect x={x - 44} y={y - 12} width={88} height={24} rx={12} />
      <text x={x} y={y + 4}>
        {text}
      </text>
    </g>
  );
}
