import { describe, expect, it } from "vitest";
import { checkWorking } from "../../src/check/check.ts";
import { readWorking } from "../../src/check/read/index.ts";
import type { Checked } from "../../src/check/verdict.ts";
import { catalogues } from "../../src/index.ts";
import { exerciseToMarkdown, exerciseWorking } from "../../src/worksheet/sheet-markdown.ts";
import { changedBy, executeText, numberIn, randomWorksheets, worksheetOf } from "./support.ts";

/** Checks a sheet against the example that it holds. */
function check(text: string): Checked {
  const working = readWorking(text, { format: "markdown" });
  expect(working.unread).toEqual([]);
  const executed = executeText(working.example?.text ?? "");
  return checkWorking({ at: () => executed }, working);
}

const options = {
  words: catalogues.en,
  title: "Exercises",
  conventions: ["half squared error (with the ½)"],
};

describe("the key of a worksheet", () => {
  it("is accepted without a remark, and no answer with another last digit is, of 500", {
    timeout: 400_000,
  }, () => {
    for (const { worksheet } of randomWorksheets(500)) {
      const [exercise] = worksheet.exercises;
      const working = exerciseWorking(worksheet, exercise, options);
      const { claims } = check(working);
      expect(claims.filter(({ verdict }) => verdict !== "exact")).toEqual([]);
      expect(claims).toHaveLength(exercise.shown.size + exercise.blanks.length);
      for (const { id, printed } of exercise.blanks) {
        for (const units of [-1, 1]) {
          const line = `${id} = ${changedBy(printed, units)}`;
          const changed = check(working.replace(`\n${id} = ${printed}\n`, `\n${line}\n`));
          const judged = changed.claims.find(({ claim }) => claim.name === id);
          expect(judged?.verdict, `${line}, for ${printed}`).toBe("wrong");
        }
      }
    }
  });

  it.each(["en", "zh-Hant", "zh-Hans"] as const)(
    "goes into the sheet as it is handed out, in %s",
    (language) => {
      for (const difficulty of ["net", "delta", "chain"] as const) {
        const worksheet = worksheetOf("by-example", { difficulty });
        const [exercise] = worksheet.exercises;
        let sheet = exerciseToMarkdown(worksheet, exercise, { ...options, words: catalogues[language] });
        for (const { id, printed } of exercise.blanks)
          sheet = sheet.replace(`\n${id} =\n`, `\n${id} = ${printed}\n`);
        const { claims } = check(sheet);
        for (const { id, exact } of exercise.blanks) {
          const judged = claims.find((claim) => claim.id === id.replace(/^δ_/, "∂E/∂net_"));
          expect(judged?.verdict).toBe("exact");
          expect(judged?.expected).toBeCloseTo(exact, 12);
        }
        expect(claims.filter(({ verdict }) => verdict !== "exact")).toEqual([]);
      }
    },
  );

  it("counts the same numbers as the checker does", { timeout: 120_000 }, () => {
    for (const { worksheet } of randomWorksheets(12)) {
      const [exercise] = worksheet.exercises;
      const working = exerciseWorking(worksheet, exercise, options);
      for (const { id, printed, exact, tolerance } of exercise.blanks) {
        const counts = (text: string) => numberIn(text) >= tolerance.low && numberIn(text) <= tolerance.high;
        const accepted = (text: string) => {
          const { claims } = check(working.replace(`\n${id} = ${printed}\n`, `\n${id} = ${text}\n`));
          return claims.find(({ claim }) => claim.name === id)?.verdict !== "wrong";
        };
        expect([id, counts(printed), accepted(printed)]).toEqual([id, true, true]);
        for (const units of [-2, -1, 1, 2]) expect(counts(changedBy(printed, units))).toBe(false);
        // somebody may write one digit more than is asked; a whole number says less than that
        if (!printed.includes(".")) continue;
        for (let units = -12; units <= 12; units++) {
          const decimals = worksheet.decimals + 1;
          const text = (exact + units * 10 ** -decimals).toFixed(decimals).replace("-", "−");
          if (accepted(text)) expect([id, text, counts(text)]).toEqual([id, text, true]);
        }
      }
    }
  });
});
