import type { JSX } from "preact";
import type { StudioWords } from "../../../src/index.ts";
import { shortNumber } from "../../app/number.ts";
import type { Results } from "../../engine/protocol.ts";

/** A bar is as long as there are powers of ten between this and the gradient. */
const LEAST = -10;

interface Props {
  readonly gradients: Results["gradients"];
  readonly words: StudioWords["train"];
}

/** Do gradients vanish on their way back? */
export function GradientSizes({ gradients, words }: Props): JSX.Element {
  return (
    <figure>
      <figcaption>{words.gradients}</figcaption>
      <table class="bars">
        <tbody>
          {gradients.map(({ layer, size }) => (
            <tr key={layer}>
              <th scope="row">{words.layer(layer)}</th>
              <td>
                <div class="bar" style={{ width: `${lengthOf(size)}%` }} />
              </td>
              <td class="number-cell">{shortNumber(size)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function lengthOf(size: number): number {
  if (!(size > 0)) return 0;
  return Math.min(100, Math.max(1, (100 * (Math.log10(size) - LEAST)) / (1 - LEAST)));
}
