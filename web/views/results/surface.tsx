import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Theme } from "../../app/preferences.ts";
import type { Surface } from "../../engine/protocol.ts";
import { type Colour, classColour, mix, paperColour } from "./colours.ts";

interface Props {
  readonly surface: Surface;
  readonly title: string;
  /** It is drawn in colours of its own. */
  readonly theme: Theme;
}

const SIZE = 264;

/** What the network makes of every point, and the samples on top. */
export function SurfaceView({ surface, title, theme }: Props): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, surface);
  }, [surface, theme]);
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <canvas ref={canvas} class="surface" width={SIZE} height={SIZE} role="img" aria-label={title} />
    </figure>
  );
}

function draw(canvas: HTMLCanvasElement, surface: Surface): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { side } = surface;
  const paper = paperColour(canvas);
  const image = new ImageData(side, side);
  for (let i = 0; i < side * side; i++) {
    const [r, g, b] = colourAt(surface, i, paper);
    image.data.set([r, g, b, 255], 4 * i);
  }
  const small = new OffscreenCanvas(side, side);
  small.getContext("2d")?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, SIZE, SIZE);
  drawPoints(context, surface, paper);
}

function colourAt({ values, outputs }: Surface, i: number, paper: Colour): Colour {
  if (outputs === 1) {
    const value = Math.max(-1, Math.min(1, values[i]));
    return mix(paper, classColour(value > 0 ? 1 : 0), 0.6 * Math.abs(value));
  }
  let best = 0;
  for (let k = 1; k < outputs; k++) {
    if (values[i * outputs + k] > values[i * outputs + best]) best = k;
  }
  return mix(paper, classColour(best), 0.6 * Math.max(0, Math.min(1, values[i * outputs + best])));
}

/** A class is told by its shape as well. */
function drawPoints(context: CanvasRenderingContext2D, { points, x, y }: Surface, paper: Colour): void {
  context.lineWidth = 1;
  context.strokeStyle = `rgb(${paper.join()})`;
  for (let i = 0; i < points.length; i += 3) {
    const px = ((points[i] - x[0]) / (x[1] - x[0])) * SIZE;
    const py = ((y[1] - points[i + 1]) / (y[1] - y[0])) * SIZE;
    const kind = points[i + 2];
    context.fillStyle = `rgb(${classColour(kind).join()})`;
    context.beginPath();
    if (kind % 2 === 0) context.arc(px, py, 3.4, 0, 2 * Math.PI);
    else context.rect(px - 3, py - 3, 6, 6);
    context.fill();
    context.stroke();
  }
}
