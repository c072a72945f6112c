import type { Primitive } from "../graph/node.ts";
import { leaf } from "./leaf.ts";

/** Numbers that are given anew for each evaluation: samples, targets. */
export const input: Primitive = leaf("input");
