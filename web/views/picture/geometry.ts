interface Point {
  readonly x: number;
  readonly y: number;
}

/** From the rim of one circle to that of another. */
export function lineBetween(a: Point, b: Point, radius: number): string {
  const [from, to] = rims(a, b, radius);
  return `M${coordinates(from)}L${coordinates(to)}`;
}

/** A band along that line, wide enough to be pointed at. */
export function bandBetween(a: Point, b: Point, radius: number, width: number): string {
  const [from, to] = rims(a, b, radius);
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [dx, dy] = [(-(b.y - a.y) / length) * (width / 2), ((b.x - a.x) / length) * (width / 2)];
  const corners = [
    { x: from.x + dx, y: from.y + dy },
    { x: to.x + dx, y: to.y + dy },
    { x: to.x - dx, y: to.y - dy },
    { x: from.x - dx, y: from.y - dy },
  ];
  return `M${corners.map(coordinates).join("L")}Z`;
}

function rims(a: Point, b: Point, radius: number): [Point, Point] {
  const part = radius / (Math.hypot(b.x - a.x, b.y - a.y) || 1);
  const [dx, dy] = [part * (b.x - a.x), part * (b.y - a.y)];
  return [
    { x: a.x + dx, y: a.y + dy },
    { x: b.x - dx, y: b.y - dy },
  ];
}

function coordinates({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
