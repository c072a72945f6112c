export function isPress(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" && event.key !== " ") return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** Arrow keys go to the nearest thing in their direction. */
export function move(event: KeyboardEvent, root: HTMLElement | null): void {
  const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[
    event.key
  ];
  const from = event.target as Element;
  if (!direction || !root || !(from instanceof SVGElement)) return;
  event.preventDefault();
  event.stopPropagation();
  const [dx, dy] = direction;
  const start = middleOf(from);
  let best: { element: SVGElement; cost: number } | undefined;
  for (const element of root.querySelectorAll<SVGElement>("[data-place]")) {
    if (element === from) continue;
    const { x, y } = middleOf(element);
    const along = (x - start.x) * dx + (y - start.y) * dy;
    const across = Math.abs((x - start.x) * dy) + Math.abs((y - start.y) * dx);
    if (along <= 1) continue;
    const cost = along + 2 * across;
    if (!best || cost < best.cost) best = { element, cost };
  }
  best?.element.focus();
}

function middleOf(element: Element): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
