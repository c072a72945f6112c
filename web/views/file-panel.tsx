import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { download, openChosen } from "../app/files.ts";
import type { Studio } from "../app/studio.ts";

/** The document itself. */
export function FilePanel({ studio }: { readonly studio: Studio }): JSX.Element {
  const area = useRef<HTMLTextAreaElement>(null);
  const { text, file } = studio.doc.value;
  const words = studio.words.value.file;
  const chooser = useRef<HTMLInputElement>(null);
  const saved = /\.(?:ya?ml|json)$/.test(file) ? file : `${file}.yaml`;
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
        <button type="button" onClick={() => chooser.current?.click()}>
          {words.open}
        </button>
        <button type="button" onClick={() => download(saved, new Blob([text], { type: "text/yaml" }))}>
          {words.save}
        </button>
        <input
          ref={chooser}
          type="file"
          accept=".yaml,.yml,.json,.csv,.tsv"
          hidden
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.files?.[0];
            if (chosen) void openChosen(studio, chosen);
            currentTarget.value = "";
          }}
        />
      </div>
      <p class="hint">{words.drop}</p>
    </div>
  );
}
