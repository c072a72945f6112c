import { formatInputError, InputError } from "../../src/tensor/error.ts";

/** The line that is printed for what is wrong; what is not an InputError is thrown on. */
export function errorLine(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return formatInputError(error);
    throw error;
  }
  return "no error";
}
