import { createHash } from "node:crypto";
import type { Session } from "../../index.ts";

/** The SHA-256 of the parameters' bytes, in order. */
export function sumOfParameters(session: Session): string {
  const hash = createHash("sha256");
  for (const parameter of session.parameters) hash.update(session.read(parameter));
  return hash.digest("hex");
}
