import { openDocument } from "./document.ts";
import { type Example, networkExampleOf } from "./example.ts";
import { type ExpressionExample, expressionExampleOf } from "./expression-example.ts";

/** What an example file may be. */
export type ExampleOfKind =
  | { readonly kind: "network"; readonly example: Example }
  | { readonly kind: "expressions"; readonly example: ExpressionExample };

/**
 * Reads an example file of either kind, YAML or JSON.
 * @param file what messages call it
 * @throws InputError with the place of the first mistake
 */
export function parseExampleFile(text: string, file: string): ExampleOfKind {
  const document = openDocument(text, file);
  return document.kind === "network"
    ? { kind: "network", example: networkExampleOf(document) }
    : { kind: "expressions", example: expressionExampleOf(document) };
}
