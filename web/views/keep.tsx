import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { copy, download, toPng } from "../app/files.ts";
import type { Studio } from "../app/studio.ts";

/** Ways to keep the derivation that is shown. */
export function Keep({ studio }: { readonly studio: Studio }): JSX.Element {
  const words = studio.words.value.derivation;
  const [said, say] = useState("");
  const file = () => `${studio.selected.value}-${studio.doc.value.file.replace(/\.ya?ml$/, "")}`;
  const copyAs = async (format: "markdown" | "latex") => {
    await copy(await studio.write(format));
    say(words.copied);
    setTimeout(() => say(""), 2500);
  };
  const save = async (format: "html" | "svg", type: string) => {
    download(`${file()}.${format}`, new Blob([await studio.write(format)], { type }));
  };
  return (
    <div class="buttons keep">
      <button type="button" onClick={() => copyAs("markdown")}>
        {words.copyMarkdown}
      </button>
      <button type="button" onClick={() => copyAs("latex")}>
        {words.copyLatex}
      </button>
      <button type="button" onClick={() => save("html", "text/html")}>
        {words.downloadHtml}
      </button>
      <button type="button" onClick={() => save("svg", "image/svg+xml")}>
        {words.downloadSvg}
      </button>
      <button
        type="button"
        onClick={async () => download(`${file()}.png`, await toPng(await studio.write("svg")))}
      >
        {words.downloadPng}
      </button>
      <span role="status">{said}</span>
    </div>
  );
}
