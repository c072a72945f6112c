import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkWorking } from "../../src/check/check.ts";
import { readWorking } from "../../src/check/read/index.ts";
import { subjectOf } from "../support/measure-sheets.ts";
import { sharedFile } from "../support/shared.ts";

const article = sharedFile("article.md");
const hasArticle = existsSync(article);
const example = readFileSync(new URL("../../examples/by-example.yaml", import.meta.url), "utf8");

describe.skipIf(!hasArticle)(`the article${hasArticle ? "" : " (skipped: no ../shared/article.md)"}`, () => {
  const working = readWorking(hasArticle ? readFileSync(article, "utf8") : "", { format: "markdown" });
  const { claims, firstWrong } = checkWorking(subjectOf(example), working);
  const verdicts = (text: string) =>
    claims.filter(({ claim }) => claim.claimed.text === text).map(({ verdict }) => verdict);

  it("is read without a remainder", () => {
    expect(working.unread).toEqual([]);
    expect(claims.filter(({ verdict }) => verdict === "unrecognised")).toEqual([]);
  });

  it("has one number that is wrong: 0.7730, one unit out, a zero added to 0.773", () => {
    const wrong = claims.filter(({ verdict }) => verdict === "wrong" || verdict === "carried");
    expect(wrong).toHaveLength(1);
    expect(claims[firstWrong ?? -1]).toBe(wrong[0]);
    expect(wrong[0]).toMatchObject({
      id: "out_o2",
      verdict: "wrong",
      severity: "last-digit",
      claim: { claimed: { text: "0.7730" } },
      mistakes: [{ kind: "padded" }],
    });
  });

  it("follows its own cut numbers", () => {
    expect(verdicts("1.1058")).toEqual(["follows", "exact"]);
    expect(verdicts("1.2248")).toEqual(["follows", "exact"]);
    expect(verdicts("0.5968")).toEqual(["truncated"]);
    expect(verdicts("0.0821")).toEqual(["truncated", "truncated"]);
  });

  it("gives o1 and o2 as targets", () => {
    const targets = claims.filter(({ id }) => id?.startsWith("target"));
    expect(targets.map(({ claim, verdict }) => [claim.claimed.text, verdict])).toEqual([
      ["0.01", "exact"],
      ["0.99", "exact"],
    ]);
  });
});
