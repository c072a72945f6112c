import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Studio } from "../app/studio.ts";

/** The document itself. */
export function FilePanel({ studio }: { readonly studio: Studio }): JSX.Element {
  const area = useRef<HTMLTextAreaElement>(null);
  const { text, file } = studio.doc.value;
  const words = studio.words.value.file;
  useEffect(() => {
    if (area.current) area.current.value = text;
  }, [text]);
  return (
    <div class="file-panel">
      <h2>{file}</h2>
      <textarea
        ref={area}
        aria-label={words.text}
        spellcheck={false}
        wrap="off"
        rows={24}
        defaultValue={text}
      />
      <div class="buttons">
        <button type="button" class="primary" onClick={() => studio.setText(area.current?.value ?? text)}>
          {words.apply}
        </button>
      </div>
    </div>
  );
}
