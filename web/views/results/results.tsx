import type { JSX } from "preact";
import type { Studio } from "../../app/studio.ts";
import { ConfusionMatrix } from "./confusion.tsx";
import { GradientSizes } from "./gradients.tsx";
import { Pictures } from "./pictures.tsx";
import { SurfaceView } from "./surface.tsx";

/** How training stands: what comes of it, beside the loss. */
export function ResultsView({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const results = studio.results.value;
  if (!results) return null;
  const words = studio.words.value.train;
  const { gradients, classes, surface, images } = results;
  return (
    <div class="results">
      {surface ? (
        <SurfaceView surface={surface} title={words.surface} theme={studio.preferences.theme.value} />
      ) : null}
      {classes ? <ConfusionMatrix classes={classes} words={words} /> : null}
      {gradients.length > 1 ? <GradientSizes gradients={gradients} words={words} /> : null}
      {images ? <Pictures images={images} title={words.samples} /> : null}
    </div>
  );
}
