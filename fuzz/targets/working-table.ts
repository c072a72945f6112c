import { readWorking } from "../../src/check/read/index.ts";
import { type Target, textOf } from "../target.ts";

export const target: Target = {
  seeds: () => ["name,value\nw5,0.4\nE,0.2984\n", "step;net_h1;out_h1\n0;0,3775;0,5933\n1;0,3774;0,5932\n"],
  read: (input) => readWorking(textOf(input), { format: "csv" }),
  words: [",", ";", "\t", "\r\n", "\n", '"', "step", "name", "value", "after 3", "0,5", "w5"],
};
