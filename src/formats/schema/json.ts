import * as z from "zod";
import { exampleSchema } from "./example.ts";
import { expressionFileSchema } from "./expressions.ts";

/** The JSON Schema of an example file, of a network or of expressions, by which editors complete and check it. */
export function exampleJsonSchema(): object {
  const either = z.union([exampleSchema, expressionFileSchema]);
  return z.toJSONSchema(either, { target: "draft-07", io: "input" });
}
