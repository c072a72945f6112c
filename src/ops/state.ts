import type { Primitive } from "../graph/node.ts";
import { leaf } from "./leaf.ts";

/** Numbers that stay between evaluations and that an update may replace: weights, biases, momentum. */
export const state: Primitive = leaf("state");
