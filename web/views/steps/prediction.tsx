import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Studio } from "../../app/studio.ts";

/** Asks for the next number, and says what becomes of it. */
export function Prediction({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const { steps } = studio;
  const asked = steps.asked.value;
  const attempt = steps.attempt.value;
  const input = useRef<HTMLInputElement>(null);
  const hasBegun = useRef(false);
  const words = studio.words.value.steps;
  const name = asked?.of;
  useEffect(() => {
    if (!input.current || name === undefined) return;
    input.current.value = "";
    // whoever has just answered goes on typing; whoever only opened the page is left alone
    if (hasBegun.current) input.current.focus({ preventScroll: true });
  }, [name]);
  if (!steps.predicting.value) return null;
  const judgement = attempt?.judgement;
  const isRight = judgement?.standing === "right";
  return (
    <div class="prediction">
      {asked ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            hasBegun.current = true;
            const text = input.current?.value.trim() ?? "";
            if (text !== "") void steps.answer(text);
          }}
        >
          <label>
            {name} ={" "}
            <input
              ref={input}
              type="text"
              inputMode="decimal"
              autocomplete="off"
              spellcheck={false}
              maxLength={40}
              aria-describedby="judgement"
            />
          </label>{" "}
          <button type="submit" class="primary">
            {words.check}
          </button>{" "}
          <button type="button" onClick={() => steps.reveal()}>
            {words.reveal}
          </button>
        </form>
      ) : null}
      <div id="judgement" role="status" class={isRight ? "right" : "wrong"}>
        {judgement ? (
          <>
            <p>
              {isRight ? `✓ ${words.right}` : `✗ ${words.wrong}`}
              {isRight && judgement.remark !== "" ? ` (${judgement.remark})` : ""}
            </p>
            {judgement.slip.map((text) => (
              <p key={text} class="slip">
                {text}
              </p>
            ))}
            {judgement.hint.map((text) => (
              <p key={text} class="formula">
                {text}
              </p>
            ))}
          </>
        ) : null}
      </div>
    </div>
  );
}
