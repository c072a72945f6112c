import { parseCsv } from "../../src/formats/csv.ts";
import { type Target, textOf } from "../target.ts";

export const target: Target = {
  seeds: () => [
    "x,y,class\n1,2,a\n3,4.5e-3,b\n",
    'name;"size ""mm""";d\r\n"a;\n b";1,5;\r\n\r\n\t c ;2;"x"\r\n',
    "\uFEFFa\tb\n=1+1\t2\n",
  ],
  read: (input) => {
    const { columns, rows, cell, place } = parseCsv(textOf(input), "a.csv");
    for (let row = 0; row < rows; row++) {
      for (const column of columns.keys()) cell(row, column);
    }
    return place(rows - 1, columns.length - 1);
  },
  words: [",", ";", "\t", "\r\n", "\n", '"', '""', '","', "\uFEFF", "\0", "=cmd|' /C calc'!A0"],
};
