import { expect, test } from "vitest";
import type { Executed } from "../../src/autodiff/executed.ts";
import { explain } from "../../src/explain/explain.ts";
import { parseExampleFile } from "../../src/formats/example-file.ts";
import { sessionOf } from "./sessions.ts";
import { generateSheet, mistakeKinds, productId, type Sheet } from "./sheets.ts";

const decimals = [3, 4, 6] as const;

/** Every number of Backstep's own explanation of the sheet's example, by id. */
function explained(sheet: Sheet): Map<string, number> {
  const asked = sheet.lines.map(({ name }) => name).filter((name) => /^(∂E\/|delta_|net_|out_)/.test(name));
  const executed = executedExample(sheet.exampleYaml);
  const { steps } = explain(executed, ["all", ...asked], { style: "paths" });
  return new Map(Array.from(steps, ([id, { value }]) => [id, value]));
}

/** One step of an example whose data are in the file, executed. */
function executedExample(yaml: string): Executed {
  const parsed = parseExampleFile(yaml, "sheet.yaml");
  if (parsed.kind !== "network" || !("inline" in parsed.example.data)) throw new Error("expected a network");
  const { model, optimizer, data } = parsed.example;
  return sessionOf(model, optimizer).look(data.inline);
}

test("an exact sheet has the numbers of the derivation", () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 400; seed++) {
    const sheet = generateSheet(seed, { decimals: decimals[seed % 3] });
    const numbers = explained(sheet);
    for (const { name, value } of sheet.lines) {
      const wanted = numbers.get(productId(name));
      expect(wanted, `seed ${seed}: ${name}\n${sheet.exampleYaml}`).toBeDefined();
      if (sheet.style.carries) continue;
      expect(Math.abs(value - Number(wanted)), `seed ${seed}: ${name}`).toBeLessThan(1e-9);
      seen.add(name.replace(/\d+(\.\d+)?/g, ""));
    }
  }
  expect(seen.size).toBe(16);
});

test("what is printed is the number, rounded or cut", () => {
  for (let seed = 0; seed < 200; seed++) {
    const sheet = generateSheet(seed, { decimals: decimals[seed % 3] });
    for (const { value, text } of sheet.lines) {
      const printed = Number(text.replace("−", "-"));
      const reach = sheet.style.rounding === "rounded" ? 0.5 : 1;
      expect(Math.abs(printed - value) * 10 ** sheet.decimals).toBeLessThan(reach + 1e-6);
      expect(text).toMatch(sheet.decimals === 3 ? /\.\d{3}$/ : /\.\d{4,6}$/);
    }
  }
});

test.each(mistakeKinds)("a sheet with a mistake is the right one up to the mistake: %s", (mistake) => {
  let changed = 0;
  for (let seed = 0; seed < 60; seed++) {
    const options = { decimals: decimals[seed % 3], mistake };
    const sheet = generateSheet(seed, options);
    expect(generateSheet(seed, options)).toEqual(sheet);
    expect(sheet.text.split("\n").slice(0, -1)).toEqual(
      sheet.lines.map(({ name, text }) => `${name} = ${text}`),
    );
    expect(sheet.mistake?.kind).toBe(mistake);
    changed += sheet.mistake?.changesDigits ? 1 : 0;
    if (sheet.style.carries) continue;
    const numbers = explained(sheet);
    const first = sheet.lines.find(({ line }) => line === sheet.mistake?.firstChangedLine);
    for (const { name, value, order } of sheet.lines) {
      if (order >= (first?.order ?? Number.POSITIVE_INFINITY)) continue;
      const away = Math.abs(value - Number(numbers.get(productId(name)))) * 10 ** sheet.decimals;
      expect(away, `seed ${seed}: ${name}`).toBeLessThan(1);
    }
  }
  expect(changed).toBeGreaterThan(40);
});
