import byExample from "../../examples/by-example.yaml?raw";
import circuit from "../../examples/circuit.yaml?raw";
import digitsData from "../../examples/data/digits.csv?url";
import irisData from "../../examples/data/iris.csv?url";
import spiralsData from "../../examples/data/spirals.csv?url";
import digits from "../../examples/digits.yaml?raw";
import iris from "../../examples/iris.yaml?raw";
import spirals from "../../examples/spirals.yaml?raw";
import xor from "../../examples/xor.yaml?raw";
import type { StudioWords } from "../../src/index.ts";

/** An example that comes with the studio. */
interface BuiltIn {
  readonly name: keyof StudioWords["file"]["titles"];
  readonly file: string;
  readonly text: string;
}

export const builtIns: readonly BuiltIn[] = [
  { name: "by-example", file: "by-example.yaml", text: byExample },
  { name: "xor", file: "xor.yaml", text: xor },
  { name: "spirals", file: "spirals.yaml", text: spirals },
  { name: "iris", file: "iris.yaml", text: iris },
  { name: "digits", file: "digits.yaml", text: digits },
  { name: "circuit", file: "circuit.yaml", text: circuit },
];

/** Data that comes with the studio, by the name that an example calls it. */
const data: ReadonlyMap<string, string> = new Map([
  ["data/digits.csv", digitsData],
  ["data/iris.csv", irisData],
  ["data/spirals.csv", spiralsData],
]);

/** The data that comes with the studio, as far as an example may name it. */
export async function dataNamed(text: string): Promise<Record<string, string>> {
  const named = [...data].filter(([name]) => text.includes(name));
  const read = named.map(async ([name, url]) => [name, await (await fetch(url)).text()] as const);
  return Object.fromEntries(await Promise.all(read));
}
