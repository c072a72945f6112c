/** Plain loops over numbers, written from the formulas of docs/layers.md: nothing of ours is used. */

/** channels × height × width, row-major. */
export interface Picture {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly values: ArrayLike<number>;
}

export interface Windows {
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** Before the first row and column. */
  readonly before: readonly [number, number];
  /** How many windows there are. */
  readonly count: readonly [number, number];
}

/** Visits the positions of the window at (row, column) that lie inside of the picture. */
function underWindow(
  { height, width }: Picture,
  { size, stride, dilation, before }: Windows,
  [row, column]: readonly [number, number],
  visit: (y: number, x: number, i: number, j: number) => void,
): void {
  for (let i = 0; i < size[0]; i++) {
    for (let j = 0; j < size[1]; j++) {
      const y = row * stride[0] + i * dilation[0] - before[0];
      const x = column * stride[1] + j * dilation[1] - before[1];
      if (y >= 0 && y < height && x >= 0 && x < width) visit(y, x, i, j);
    }
  }
}

function overWindows({ count }: Windows, visit: (at: readonly [number, number]) => number): number[] {
  const results: number[] = [];
  for (let row = 0; row < count[0]; row++)
    for (let column = 0; column < count[1]; column++) results.push(visit([row, column]));
  return results;
}

/** Kernels × channels of a group × rows × columns. */
export function convolve(
  picture: Picture,
  windows: Windows,
  kernels: ArrayLike<number>,
  bias: ArrayLike<number>,
  groups: number,
): number[] {
  const { channels, height, width, values } = picture;
  const [rows, columns] = windows.size;
  const inGroup = channels / groups;
  const perGroup = bias.length / groups;
  return Array.from(bias, (start, kernel) =>
    overWindows(windows, (at) => {
      let sum = start;
      for (let c = 0; c < inGroup; c++) {
        const channel = Math.floor(kernel / perGroup) * inGroup + c;
        underWindow(picture, windows, at, (y, x, i, j) => {
          const weight = kernels[((kernel * inGroup + c) * rows + i) * columns + j];
          sum += weight * values[(channel * height + y) * width + x];
        });
      }
      return sum;
    }),
  ).flat();
}

export function pool(picture: Picture, windows: Windows, kind: "max" | "average"): number[] {
  const { channels, height, width, values } = picture;
  return Array.from({ length: channels }, (_, channel) =>
    overWindows(windows, (at) => {
      const seen: number[] = [];
      underWindow(picture, windows, at, (y, x) => {
        seen.push(values[(channel * height + y) * width + x]);
      });
      return kind === "max" ? Math.max(...seen) : seen.reduce((sum, x) => sum + x, 0) / seen.length;
    }),
  ).flat();
}
