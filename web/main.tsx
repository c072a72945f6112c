import { render } from "preact";
import { builtIns, dataNamed } from "./app/examples.ts";
import { takeDrops } from "./app/files.ts";
import { keepLink } from "./app/link.ts";
import { Preferences } from "./app/preferences.ts";
import { servedExample } from "./app/served.ts";
import { fromHash } from "./app/share.ts";
import { Studio as Model } from "./app/studio.ts";
import { startInWorker } from "./engine/in-worker.ts";
import "./style/tokens.css";
import "./style/parts.css";
import "./style/page.css";
import { explanationSheet } from "./style/explanation.ts";
import { Studio } from "./views/studio.tsx";

const root = document.querySelector("#studio");
if (root) {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, explanationSheet()];
  const preferences = new Preferences();
  preferences.applyTo(document.documentElement);
  const studio = new Model({
    start: startInWorker,
    preferences,
    dataFor: ({ text }) => dataNamed(text),
  });
  const shared = await fromHash(location.hash);
  const served = await servedExample(location.hash);
  if (served) studio.dropped.value = served.files;
  void (shared ? studio.restore(shared) : studio.begin(served ?? builtIns[0]));
  keepLink(studio);
  takeDrops(studio);
  // another link may be opened in the same page
  addEventListener("hashchange", async () => {
    const next = await fromHash(location.hash);
    if (next) await studio.restore(next);
  });
  render(<Studio studio={studio} />, root);
}
