import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorLine } from "../../tests/support/error-line.ts";
import { type DatePart, dateParts } from "./dates.ts";
import { allRows, encode, encodeInputs, unseenWarnings } from "./encode.ts";
import { type EncodingOptions, inputsOf, inputsText, kindsOf, MAX_LEVELS } from "./encoding.ts";
import { fitEncoding } from "./fit.ts";
import { byName, type Column, type Frame } from "./frame.ts";
import { encodingFromJson, encodingToJson } from "./json.ts";

const frameOf = (rows: number, ...columns: Column[]): Frame => ({
  rows,
  columns: byName(columns),
  file: "a",
});
const numbers = (name: string, ...values: number[]): Column => ({
  kind: "number",
  name,
  width: 1,
  values: Float64Array.from(values),
});
const dates = (name: string, ...values: number[]): Column => ({
  kind: "date",
  name,
  values: Float64Array.from(values),
});
/** Levels in the order in which they appear; "" is missing. */
function words(name: string, ...cells: string[]): Column {
  const levels = [...new Set(cells.filter((cell) => cell !== ""))];
  return { kind: "category", name, levels, codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)) };
}
const label = { kind: "number", name: "y", scale: "none" } as const;
const plain: EncodingOptions = { label, scale: "none" };
const DAY = 86_400;

describe("what is fitted", () => {
  const frame = frameOf(
    4,
    numbers("x", 1, Number.NaN, 3, 100),
    words("city", "Genf", "Bern", "", "Basel"),
    numbers("y", 1, 2, 3, 4),
  );
  const rows = [0, 1, 2];

  test("comes from the training rows alone: numbers, levels, and what stands for a missing number", () => {
    const encoding = fitEncoding(frame, rows, plain);
    expect(encoding.features).toEqual([
      {
        kind: "number",
        name: "x",
        width: 1,
        scale: "none",
        shift: [0],
        divisor: [1],
        fill: "mean",
        filled: [2],
      },
      { kind: "category", name: "city", levels: ["Bern", "Genf"], unseen: "zeros" },
    ]);
    expect(inputsText(encoding)).toBe("1 number + city (2 levels) = 3");
    expect(kindsOf(encoding)).toEqual(
      new Map([
        ["x", "number"],
        ["city", "category"],
        ["y", "number"],
      ]),
    );
  });

  test("is applied to all: missing numbers are filled in, missing and unseen levels are zeros", () => {
    const { inputs, unseen, targets } = encode(frame, fitEncoding(frame, rows, plain));
    expect([...inputs.values]).toEqual([...[1, 0, 1], ...[2, 1, 0], ...[3, 0, 0], ...[100, 0, 0]]);
    expect([...targets.values]).toEqual([1, 2, 3, 4]);
    expect(unseenWarnings(unseen)).toEqual([
      'city: "Basel" is not in the training part (1 row); its inputs are 0',
    ]);
  });

  test("unseen levels may be errors", () => {
    const encoding = fitEncoding(frame, rows, { ...plain, unseen: "error" });
    expect(errorLine(() => encodeInputs(frame, encoding))).toBe(
      'a  city: expected a level of the training part (unseen: error), found "Basel"',
    );
  });

  test("the median, and after it the scale, which the filled numbers go through too", () => {
    const wide = frameOf(6, numbers("x", 10, 2, Number.NaN, 4, 1, 1000), numbers("y", 0, 0, 0, 0, 0, 0));
    const options = { ...plain, scale: "unit", fill: "median" } as const;
    const encoding = fitEncoding(wide, [0, 1, 2, 3, 4], options);
    // of 1, 2, 4, 10
    expect(encoding.features[0]).toMatchObject({ filled: [3], shift: [1], divisor: [9] });
    expect(encodeInputs(wide, encoding, [2]).inputs.values[0]).toBeCloseTo(2 / 9, 15);
  });

  test("levels that somebody gives, in the order given", () => {
    const encoding = fitEncoding(frame, rows, {
      ...plain,
      features: ["city"],
      levels: new Map([["city", ["Genf", "Basel", "Uri"]]]),
    });
    expect([...encodeInputs(frame, encoding).inputs.values]).toEqual([
      ...[1, 0, 0],
      ...[0, 0, 0],
      ...[0, 0, 0],
      ...[0, 1, 0],
    ]);
  });

  test("levels that are numbers go by size, and stay as they are written", () => {
    const zip = frameOf(3, words("zip", "8540", "08540", "99"), numbers("y", 1, 2, 3));
    expect(fitEncoding(zip, [0, 1, 2], plain).features[0]).toMatchObject({ levels: ["99", "08540", "8540"] });
  });

  test("a label of numbers may be scaled", () => {
    const options = { ...plain, label: { ...label, scale: "standard" } } as const;
    const encoding = fitEncoding(frame, rows, options);
    expect(encoding.label).toMatchObject({ shift: [2], divisor: [Math.sqrt(2 / 3)] });
    expect(encode(frame, encoding).targets.values[3]).toBeCloseTo(2 / Math.sqrt(2 / 3), 14);
  });

  test("classes make a target each, or one for the second of two", () => {
    const two = frameOf(3, numbers("x", 1, 2, 3), words("y", "no", "yes", "no"));
    const targets = (outputs: "each" | "one", no: 0 | -1) => {
      const classes = { kind: "classes", name: "y", outputs, no } as const;
      return [...encode(two, fitEncoding(two, [0], { label: classes, scale: "none" })).targets.values];
    };
    expect(targets("each", 0)).toEqual([1, 0, 0, 1, 1, 0]);
    expect(targets("one", 0)).toEqual([0, 1, 0]);
    expect(targets("one", -1)).toEqual([-1, 1, -1]);
  });

  test.each<[string, Frame, string]>([
    [
      "nothing but missing numbers",
      frameOf(1, numbers("x", Number.NaN), numbers("y", 1)),
      "x: expected a number in at least one row of the training part, found none   leave the column out (features)",
    ],
    [
      "too many levels",
      frameOf(2000, words("id", ...Array.from({ length: 2000 }, (_, n) => `n${n}`)), numbers("y", 1)),
      "id: expected at most 1,000 levels, an input each, found 2,000   leave the column out (features), or give it as a number (columns)",
    ],
    [
      "numbers whose squares are infinite",
      frameOf(2, numbers("x", 1e300, -1e300), numbers("y", 1, 2)),
      "x: expected numbers of which a mean and a spread can be calculated, found larger ones",
    ],
    [
      "no such column",
      frameOf(1, numbers("x", 1)),
      'a  expected a column "y", found none of this name   did you mean "x"?',
    ],
  ])("refuses %s", (_, wrong, message) => {
    expect(errorLine(() => fitEncoding(wrong, allRows(wrong), { ...plain, scale: "standard" }))).toBe(
      message,
    );
  });
});

describe("dates", () => {
  const monday = Date.UTC(2026, 10, 23) / 1000;
  const frame = frameOf(3, dates("t", monday, monday + 2 * DAY, Number.NaN), numbers("y", 1, 2, 3));
  const inputsWith = (parts: readonly DatePart[], scale: EncodingOptions["scale"] = "none") => {
    const options = { ...plain, scale, dateParts: new Map([["t", parts]]) };
    return [...encodeInputs(frame, fitEncoding(frame, [0, 1, 2], options)).inputs.values];
  };

  test("are days since 1970 unless something else is asked for; a missing one is the mean", () => {
    const day = monday / DAY;
    const encoding = fitEncoding(frame, [0, 1, 2], plain);
    expect([...encodeInputs(frame, encoding).inputs.values]).toEqual([day, day + 2, day + 1]);
    expect(inputsWith(["time"], "unit")).toEqual([0, 1, 0.5]);
  });

  test("what goes round is a sine and a cosine, which no scale touches", () => {
    const [sine, cosine] = inputsWith(["weekday"], "standard");
    expect([sine, cosine]).toEqual([0, 1]);
    const wednesday = inputsWith(["weekday"], "standard").slice(2, 4);
    expect(wednesday[0]).toBeCloseTo(Math.sin((2 * Math.PI * 2) / 7), 15);
    expect(wednesday[1]).toBeCloseTo(Math.cos((2 * Math.PI * 2) / 7), 15);
    expect(inputsWith(["year", "month"]).slice(0, 3)).toEqual([
      2026,
      Math.sin((2 * Math.PI * 10) / 12),
      Math.cos((2 * Math.PI * 10) / 12),
    ]);
  });
});

describe("as JSON", () => {
  const cell = fc.double({ noNaN: true, min: -1e100, max: 1e100 });
  const word = fc.oneof(fc.constantFrom("__proto__", "constructor", "a", "漢"), fc.string());
  const rows = 5;
  const five = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: rows, maxLength: rows });
  const column = (name: string): fc.Arbitrary<Column> =>
    fc.oneof(
      five(cell).map((values) => numbers(name, ...values)),
      five(word).map((cells) => words(name, ...cells)),
      five(fc.integer({ min: -1e10, max: 1e10 })).map((values) => dates(name, ...values)),
    );

  test("comes back as it was, and encodes to the same bits", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 4 }).filter((names) => !names.includes("y")),
        fc.infiniteStream(fc.nat()),
        fc.constantFrom("none", "unit", "standard"),
        fc.subarray([...dateParts], { minLength: 1 }),
        fc.context(),
        (names, _stream, scale, parts, context) => {
          const made = fc.sample(fc.tuple(...names.map(column)), { numRuns: 1, seed: names.length });
          const frame = frameOf(rows, ...made[0], numbers("y", 1, 2, 3, 4, 5));
          const dateParts = new Map(names.map((name) => [name, parts]));
          const encoding = fitEncoding(frame, [0, 1, 2], { ...plain, scale, dateParts });
          context.log(JSON.stringify(encoding));
          const back = encodingFromJson(JSON.parse(JSON.stringify(encodingToJson(encoding))));
          expect(back).toEqual(encoding);
          expect(encodeInputs(frame, back).inputs).toEqual(encodeInputs(frame, encoding).inputs);
          expect(encodeInputs(frame, back).inputs.shape[1]).toBe(inputsOf(encoding));
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });

  const good = () => ({
    version: 1,
    features: [
      {
        kind: "number",
        name: "x",
        width: 1,
        scale: "none",
        shift: [0],
        divisor: [1],
        fill: "mean",
        filled: [2],
      },
      { kind: "category", name: "c", levels: ["a", "b"], unseen: "zeros" },
      {
        kind: "date",
        name: "t",
        parts: ["month"],
        scale: "none",
        shift: [0, 0],
        divisor: [1, 1],
        fill: "mean",
        filled: 0,
      },
    ] as Record<string, unknown>[],
    label: { kind: "classes", name: "y", classes: ["a", "b"], outputs: "one", no: 0 } as Record<
      string,
      unknown
    >,
  });

  test("is accepted", () => expect(errorLine(() => encodingFromJson(good()))).toBe("no error"));

  test.each<[string, (json: ReturnType<typeof good>) => unknown]>([
    ["another version", (json) => ({ ...json, version: 2 })],
    ["something more", (json) => ({ ...json, more: 1 })],
    ["no features", (json) => ({ ...json, features: [] })],
    ["a feature twice", (json) => ({ ...json, features: [json.features[0], json.features[0]] })],
    [
      "more numbers than the width",
      (json) => ({ ...json, features: [{ ...json.features[0], shift: [0, 1] }] }),
    ],
    ["a division by 0", (json) => ({ ...json, features: [{ ...json.features[0], divisor: [0] }] })],
    ["what is no number", (json) => ({ ...json, features: [{ ...json.features[0], shift: [Number.NaN] }] })],
    ["a huge width", (json) => ({ ...json, features: [{ ...json.features[0], width: 1e12 }] })],
    ["a level twice", (json) => ({ ...json, features: [{ ...json.features[1], levels: ["a", "a"] }] })],
    [
      "too many levels",
      (json) => ({
        ...json,
        features: [{ ...json.features[1], levels: Array.from({ length: MAX_LEVELS + 1 }, String) }],
      }),
    ],
    ["a scaled sine", (json) => ({ ...json, features: [{ ...json.features[2], shift: [1, 0] }] })],
    ["an unknown part", (json) => ({ ...json, features: [{ ...json.features[2], parts: ["moon"] }] })],
    [
      "three classes for one output",
      (json) => ({ ...json, label: { ...json.label, classes: ["a", "b", "c"] } }),
    ],
    ["nothing", () => null],
    ["a list", () => []],
  ])("refuses %s", (_, change) => {
    expect(errorLine(() => encodingFromJson(change(good()), { file: "m.json" }))).toMatch(
      /^m\.json {2}expected an encoding of columns[^\n]*$/,
    );
  });
});
