import { biasText, type PictureEdge, type PictureNeuron, RADIUS, textWidth, weightText } from "./picture.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its middle. */
interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** The height of a text, in units of the picture. */
const LINE = 15;

/** Where on its line a label may stand, the best first. */
const PLACES = [0.32, 0.68, 0.4, 0.6, 0.26, 0.5, 0.74];

/** Finds a place for the text of every weight: on its line, off other texts, and over as few other lines as can be. */
export function placeLabels(neurons: readonly PictureNeuron[], edges: readonly PictureEdge[]): PictureEdge[] {
  const byId = new Map(neurons.map((neuron) => [neuron.id, neuron]));
  const lineOf = ({ from, to }: PictureEdge): readonly [Point, Point] => [
    byId.get(from) as Point,
    byId.get(to) as Point,
  ];
  const lines = edges.map(lineOf);
  const taken: Box[] = neurons.flatMap(boxesOf);
  return edges.map((edge, i) => {
    if (!edge.weight) return edge;
    const width = textWidth(weightText(edge.weight));
    const [from, to] = lines[i];
    const boxes = PLACES.map((part) => ({
      x: round(from.x + part * (to.x - from.x)),
      y: round(from.y + part * (to.y - from.y)),
      width,
      height: LINE,
    }));
    const costs = boxes.map(
      (box) =>
        100 * taken.filter((other) => overlap(box, other)).length +
        lines.filter((line, other) => other !== i && crosses(line, box)).length,
    );
    const best = boxes[costs.indexOf(Math.min(...costs))];
    taken.push(best);
    return { ...edge, label: { x: best.x, y: best.y } };
  });
}

function boxesOf({ x, y, bias }: PictureNeuron): Box[] {
  const circle = { x, y, width: 2 * RADIUS, height: 2 * RADIUS };
  if (!bias) return [circle];
  return [circle, { x, y: y + RADIUS + LINE / 2 + 3, width: textWidth(biasText(bias)), height: LINE }];
}

function overlap(a: Box, b: Box): boolean {
  return 2 * Math.abs(a.x - b.x) < a.width + b.width && 2 * Math.abs(a.y - b.y) < a.height + b.height;
}

/** Does the line run through the box? A few points of it are enough to tell. */
function crosses([from, to]: readonly [Point, Point], box: Box): boolean {
  const steps = 60;
  for (let i = 0; i <= steps; i++) {
    const x = from.x + (i / steps) * (to.x - from.x);
    const y = from.y + (i / steps) * (to.y - from.y);
    if (2 * Math.abs(x - box.x) < box.width && 2 * Math.abs(y - box.y) < box.height) return true;
  }
  return false;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
