import { graphToText } from "../../graph/print.ts";
import type { Executable } from "../backend.ts";
import { codeToText } from "./assembler/code.ts";
import type { Compiled } from "./compile.ts";
import { WasmExecutable } from "./executable.ts";
import { kernelsToText } from "./lower/kernel.ts";
import { UnsupportedError } from "./unsupported.ts";

/**
 * What the compiler made of an evaluation, stage by stage, for people to read: the simplified graph, kernels, memory, instructions.
 * @throws UnsupportedError where another backend made the executable
 */
export function explainCompilation(executable: Executable): string {
  if (executable instanceof WasmExecutable) return stagesToText(executable.compiled);
  throw new UnsupportedError("expected a program that it compiled, found another backend's");
}

/** What the compiler made of a program, stage by stage, for people to read. */
export function stagesToText({ simplified, kernels, plan, module }: Compiled): string {
  const buffers = plan.buffers.map(({ node, bytes, first, last, offset }) => {
    const what = node === undefined ? "work" : `%${node}`;
    const life = Number.isFinite(last) ? `kernels ${first} to ${last}` : `kernel ${first} and on`;
    return `${offset} … ${offset + bytes}  ${what}, ${life}`;
  });
  const functions = module.functions.map(({ name, params, results, body }) => {
    const type = `(${params.join(", ")})${results.length > 0 ? ` → ${results.join(", ")}` : ""}`;
    return `${name}${type}\n${codeToText(body).replaceAll(/^/gm, "  ")}`;
  });
  return [
    section("simplified graph", graphToText(simplified.graph)),
    section("kernels", kernels.length > 0 ? kernelsToText(kernels) : "none: written out"),
    section("memory", buffers.join("\n")),
    ...functions.map((text) => section("function", text)),
  ].join("\n\n");
}

function section(title: string, text: string): string {
  return `— ${title}\n${text}`;
}
