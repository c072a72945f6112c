import type { OpName } from "./opcodes.ts";

/** An instruction and what follows it: numbers, for a call the name of the function. */
export type Instruction = readonly [op: OpName, ...immediates: (number | bigint | string)[]];

/** Instructions in order, nested as deep as it was convenient to put them together. */
export type Code = Instruction | readonly Code[];

export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

function isInstruction(code: Code): code is Instruction {
  return typeof code[0] === "string";
}

/** Visits every instruction in order. */
export function forEachInstruction(code: Code, visit: (instruction: Instruction) => void): void {
  if (isInstruction(code)) visit(code);
  else for (const part of code) forEachInstruction(part, visit);
}

/** A line for each instruction, indented by blocks, for people to read. */
export function codeToText(code: Code): string {
  const lines: string[] = [];
  let depth = 0;
  forEachInstruction(code, ([op, ...immediates]) => {
    if (op === "end" || op === "else") depth--;
    lines.push("  ".repeat(depth) + [op, ...immediates].join(" "));
    if (op === "block" || op === "loop" || op === "if" || op === "else") depth++;
  });
  return lines.join("\n");
}
