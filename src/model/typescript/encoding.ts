import { type Encoding, type Feature, inputsOf, widthOfFeature } from "../../data/encoding.ts";
import { usualMissing } from "../../formats/missing.ts";
import { stringText } from "./code.ts";
import { numbersConstant } from "./constants.ts";
import { type Helper, withCalled } from "./helpers.ts";

/** How rows become inputs, as code. */
export interface EncodingCode {
  /** The members of the type of a row. */
  readonly members: readonly string[];
  /** Constants that stand before the function. */
  readonly constants: readonly string[];
  /** The statements of `encode(row)`, which fill `inputs`. */
  readonly statements: readonly string[];
}

export function encodingCode(encoding: Encoding, helpers: Set<Helper>): EncodingCode {
  const members: string[] = [];
  const constants: string[] = [];
  const statements: string[] = [`const inputs = new Float64Array(${inputsOf(encoding)});`];
  let at = 0;
  for (const [i, feature] of encoding.features.entries()) {
    members.push(`  readonly ${memberName(feature.name)}: ${typeOf(feature)};`);
    statements.push(statementOf(feature, at, `feature${i + 1}`));
    at += widthOfFeature(feature);
  }
  if (withCalled(helpers).has("isMissing")) {
    const words = ["", ...(encoding.missing ?? usualMissing)];
    constants.unshift(
      `/** What a cell says that has no value. */\nconst missing: ReadonlySet<string> = new Set([${words.map(stringText).join(", ")}]);`,
      `const missingInAnyCase = ${encoding.missing === undefined};`,
    );
  }
  return { members, constants, statements: [...statements, "return inputs;"] };

  function statementOf(feature: Feature, from: number, word: string): string {
    const name = stringText(feature.name);
    switch (feature.kind) {
      case "category": {
        helpers.add("writeLevel");
        const levels = constant(`${word}Levels`, `[${feature.levels.map(stringText).join(", ")}]`);
        return `writeLevel(inputs, ${from}, row, ${name}, ${levels}, ${feature.unseen === "error"});`;
      }
      case "date": {
        helpers.add("writeDate");
        const parts = feature.parts.map(stringText).join(", ");
        const scaling = [feature.shift, feature.divisor]
          .map((numbers) => `[${numbers.join(", ")}]`)
          .join(", ");
        return `writeDate(inputs, ${from}, row, ${name}, [${parts}], ${feature.filled}, ${scaling});`;
      }
      case "number": {
        const { width, shift, divisor, filled } = feature;
        if (width === 1) {
          helpers.add("numberIn");
          const number = `numberIn(row, ${name}, ${filled[0]})`;
          return `inputs[${from}] = ${scaled(number, shift[0], divisor[0])};`;
        }
        helpers.add("writeNumbers");
        const parts = { Filled: filled, Shift: shift, Divisor: divisor };
        const given = Object.entries(parts).map(([part, numbers]) =>
          constant(`${word}${part}`, numbersConstant(numbers, helpers)),
        );
        return `writeNumbers(inputs, ${from}, row, ${name}, ${given.join(", ")});`;
      }
    }
  }

  function constant(name: string, value: string): string {
    constants.push(`const ${name} = ${value};`);
    return name;
  }
}

function memberName(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? name : stringText(name);
}

function typeOf(feature: Feature): string {
  if (feature.kind === "category") return "string | number | boolean | null";
  if (feature.kind === "date") return "string | null";
  return feature.width === 1 ? "number | string | null" : "ArrayLike<number>";
}

function scaled(number: string, shift: number, divisor: number): string {
  const moved = shift === 0 ? number : `${number} - ${shift < 0 ? `(${shift})` : shift}`;
  if (divisor === 1) return moved;
  const by = divisor < 0 ? `(${divisor})` : divisor;
  return shift === 0 ? `${moved} / ${by}` : `(${moved}) / ${by}`;
}
