import byExample from "../../examples/by-example.yaml?raw";
import circuit from "../../examples/circuit.yaml?raw";
import irisData from "../../examples/data/iris.csv?url";
import spiralsData from "../../examples/data/spirals.csv?url";
import iris from "../../examples/iris.yaml?raw";
import spirals from "../../examples/spirals.yaml?raw";
import xor from "../../examples/xor.yaml?raw";

/** An example that comes with the studio. */
export interface BuiltIn {
  readonly file: string;
  readonly text: string;
  /** Addresses of the data that it names. */
  readonly data?: Readonly<Record<string, string>>;
}

export const builtIns: readonly BuiltIn[] = [
  { file: "by-example.yaml", text: byExample },
  { file: "xor.yaml", text: xor },
  { file: "spirals.yaml", text: spirals, data: { "data/spirals.csv": spiralsData } },
  { file: "iris.yaml", text: iris, data: { "data/iris.csv": irisData } },
  { file: "circuit.yaml", text: circuit },
];
