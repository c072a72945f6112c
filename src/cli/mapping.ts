import type { MappedTensor } from "../index.ts";

const layouts: Readonly<Record<MappedTensor["layout"], string>> = {
  same: "as it is",
  repeated: "one number, once for each unit",
  filled: "not in the layer; changes nothing",
};

/** A table of where numbers stand in a file of PyTorch's: our name, theirs, the shape, the layout. */
export function mappingText(mapped: readonly MappedTensor[]): string {
  const rows = [
    ["backstep", "PyTorch", "shape", "layout"],
    ...mapped.map(({ ours, theirs, shape, layout }) => [
      ours,
      theirs,
      `[${shape.join(", ")}]`,
      layouts[layout],
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
