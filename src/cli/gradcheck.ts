import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Command, Option } from "commander";
import {
  type CheckedGradient,
  checkGradients,
  checkPrimitive,
  InputError,
  type Primitive,
} from "../index.ts";
import { exitCodes } from "./exit-codes.ts";
import { wholeNumber } from "./options.ts";
import { loadSubject } from "./subject.ts";

interface GradcheckOptions {
  readonly step: number;
  readonly each: number;
  readonly json?: boolean;
}

/** Relative; what is left in float64 where a loss is not far from its kinks. */
const TOLERANCE = 1e-5;
const MODULE = /\.[cm]?[jt]s$/;

export function gradcheckCommand(finish: (code: number) => void): Command {
  return new Command("gradcheck")
    .summary("compare gradients with finite differences")
    .description(
      "Compares the gradients of an example's parameters with the slopes of its loss, or the primitives that a JavaScript or TypeScript module exports with what they say of themselves.",
    )
    .argument("<file>", "an example file, YAML or JSON; or a module that exports primitives")
    .addOption(
      new Option("--step <number>", "after so many updates").argParser(wholeNumber(0, 1e9)).default(0),
    )
    .addOption(
      new Option("--each <number>", "how many numbers of each parameter")
        .argParser(wholeNumber(1, 1e6))
        .default(20),
    )
    .option("--json", "print one JSON document")
    .action(async (file: string, { step, each, json }: GradcheckOptions) => {
      const checked = MODULE.test(file)
        ? (await primitivesIn(file)).flatMap((op) => checkPrimitive(op))
        : checkGradients((await loadSubject(file)).at(step), { each });
      const worst = checked.reduce((most, one) => (isWorse(one, most) ? one : most));
      const passed = !isWorse(worst, { ...worst, relativeError: TOLERANCE });
      process.stdout.write(json ? jsonOf(checked, worst, passed) : textOf(checked, worst, passed));
      finish(passed ? exitCodes.done : exitCodes.wanting);
    });
}

/** What is no number is worse than any. */
function isWorse(one: CheckedGradient, other: CheckedGradient): boolean {
  return !(one.relativeError <= other.relativeError);
}

function jsonOf(checked: readonly CheckedGradient[], worst: CheckedGradient, passed: boolean): string {
  const { name, relativeError, gradient, slope } = worst;
  const document = {
    worst: { name, relativeError, gradient, slope },
    passed,
    checked: checked.length,
    tolerance: TOLERANCE,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A line for the worst number of each parameter, and a verdict. */
function textOf(checked: readonly CheckedGradient[], worst: CheckedGradient, passed: boolean): string {
  const byPath = new Map<string, CheckedGradient[]>();
  for (const one of checked) byPath.set(one.path, [...(byPath.get(one.path) ?? []), one]);
  const rows = [...byPath].map(([path, all]) => {
    const most = all.reduce((a, b) => (isWorse(b, a) ? b : a));
    return { path, text: `${all.length} checked   worst ${most.name}: ${difference(most)}` };
  });
  const width = Math.max(...rows.map(({ path }) => path.length));
  const lines = rows.map(({ path, text }) => `  ${path.padEnd(width)}   ${text}`);
  const verdict = passed
    ? `passed: ${checked.length} numbers, none off by more than ${TOLERANCE}`
    : `failed: ${worst.name} is off by ${worst.relativeError.toExponential(1)}, expected at most ${TOLERANCE}`;
  return `${[...lines, "", verdict].join("\n")}\n`;
}

function difference({ gradient, slope, relativeError }: CheckedGradient): string {
  const number = (value: number) => String(Number(value.toPrecision(10)));
  return `${number(gradient)}, by differences ${number(slope)}, off by ${relativeError.toExponential(1)}`;
}

/** @throws InputError where the module cannot be loaded, or exports none */
async function primitivesIn(file: string): Promise<Primitive[]> {
  const exported = await load(file);
  const primitives = Object.values(exported).filter(isPrimitive);
  if (primitives.length > 0) return primitives;
  const found = Object.keys(exported).join(", ") || "nothing";
  throw new InputError(
    `expected a module that exports primitives (records with vjp, element, sample …), found ${found}`,
    {
      file,
    },
  );
}

async function load(file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    const [why] = (error as Error).message.split("\n");
    const hint = /\.[cm]?ts$/.test(file) ? "   TypeScript is loaded by Node 22.18 and later" : "";
    throw new InputError(`expected a module that can be loaded: ${why}${hint}`, { file });
  }
}

function isPrimitive(value: unknown): value is Primitive {
  const parts = ["name", "shape", "meaning", "element", "vjp", "sample"];
  return typeof value === "object" && value !== null && parts.every((part) => part in value);
}
