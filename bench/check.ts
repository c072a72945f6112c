/**
 * How often the first mistake of a sheet is found, and named, by kind of mistake and by the digits of the sheet; and
 * how often right working is called wrong. `npm run bench:check -- 2000` in the repository: so many sheets a kind.
 */
import { DECIMALS, falseAlarms, type Measured, measureMistake } from "../tests/support/measure-sheets.ts";
import { mistakeKinds } from "../tests/support/sheets.ts";

const count = Number(process.argv[2] ?? 2000);
/** The test has others. */
const FIRST_SEED = 1_000_000;
const seeds = Array.from({ length: count }, (_, i) => FIRST_SEED + i);

const alarms = falseAlarms(seeds);
console.log(`${count} sheets of right working: ${alarms.length} false alarms`);
for (const alarm of alarms.slice(0, 10)) console.log(`  ${alarm}`);

const perKind = Math.ceil(count / DECIMALS.length);
const totals = new Map<number, Measured>(
  DECIMALS.map((decimals) => [decimals, { sheets: 0, found: 0, named: 0 }]),
);
console.log(`\n| mistake | ${DECIMALS.map((decimals) => `${decimals} decimals`).join(" | ")} |`);
console.log(`| --- |${DECIMALS.map(() => " --- |").join("")}`);
for (const kind of mistakeKinds) {
  const cells = DECIMALS.map((decimals) => {
    const measured = measureMistake(kind, decimals, seeds.slice(0, perKind));
    const total = totals.get(decimals);
    // a slip of the last digit is no mistake of method: there is nothing to name
    if (total && kind !== "last-digit") totals.set(decimals, sum(total, measured));
    return cell(measured, kind !== "last-digit");
  });
  console.log(`| ${kind} | ${cells.join(" | ")} |`);
}
console.log(
  `| all but last-digit | ${DECIMALS.map((decimals) => cell(totals.get(decimals), true)).join(" | ")} |`,
);

function sum(a: Measured, b: Measured): Measured {
  return { sheets: a.sheets + b.sheets, found: a.found + b.found, named: a.named + b.named };
}

/** `99.2 % · 93.1 % of 640`: found, named. */
function cell(measured: Measured | undefined, isNamed: boolean): string {
  const { sheets, found, named } = measured ?? { sheets: 0, found: 0, named: 0 };
  const share = (n: number) => `${((100 * n) / Math.max(1, sheets)).toFixed(1)} %`;
  return `${share(found)}${isNamed ? ` · ${share(named)}` : ""} of ${sheets}`;
}
