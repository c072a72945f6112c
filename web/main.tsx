import { render } from "preact";
import { takeDrops } from "./app/files.ts";
import { keepLink } from "./app/link.ts";
import { fromHash } from "./app/share.ts";
import { Studio as Model } from "./app/studio.ts";
import "./style/base.css";
import { adoptExplanationStyle } from "./style/explanation.ts";
import { Studio } from "./views/studio.tsx";

const root = document.querySelector("#studio");
if (root) {
  adoptExplanationStyle(document);
  const studio = new Model(await fromHash(location.hash));
  keepLink(studio);
  takeDrops(studio);
  // another link may be opened in the same page
  addEventListener("hashchange", async () => {
    const shared = await fromHash(location.hash);
    if (shared) await studio.restore(shared);
  });
  render(<Studio studio={studio} />, root);
}
