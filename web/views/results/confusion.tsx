import type { JSX } from "preact";
import type { StudioWords } from "../../../src/index.ts";
import type { Classes } from "../../engine/protocol.ts";

interface Props {
  readonly classes: Classes;
  readonly words: StudioWords["train"];
}

/** Which classes are taken for which. */
export function ConfusionMatrix({ classes, words }: Props): JSX.Element {
  const { names, confusion, accuracy, isTest } = classes;
  const percent = `${(100 * accuracy).toFixed(1)} %`;
  return (
    <figure>
      <figcaption>
        {words.confusion} · {isTest ? words.onTest : words.onTraining} · {words.accuracy(percent)}
        <small>{words.confusionHint}</small>
      </figcaption>
      <div class="wide">
        <table class="confusion">
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {confusion.map((row, i) => {
              const all = row.reduce((sum, count) => sum + count, 0);
              return (
                <tr key={names[i]}>
                  <th scope="row">{names[i]}</th>
                  {row.map((count, j) => (
                    <td
                      key={names[j]}
                      class={i === j ? "right" : "wrong"}
                      style={{ "--share": all ? count / all : 0 }}
                    >
                      {count === 0 ? "·" : count}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
