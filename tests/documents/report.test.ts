import { describe, expect, test } from "vitest";
import { catalogues, type Report, reportToHtml } from "../../src/index.ts";
import { hostileNames } from "./hostile.ts";
import { emptyReport, fullReport, hostileReport } from "./reports.ts";
import { faultOf } from "./wellformed.ts";

const { en } = catalogues;
const languages = Object.values(catalogues);

describe("the report of a run", () => {
  test("stands for itself: it loads nothing and runs nothing", () => {
    for (const report of [fullReport, emptyReport]) {
      for (const words of languages) {
        const html = reportToHtml(report, words);
        expect(faultOf(html)).toBeUndefined();
        expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
        expect(html).not.toMatch(
          /<(?:script|link|img|iframe|object)|\bsrc=|\bhref=|@import|url\(|\son[a-z]+=|https?:/,
        );
        expect(html).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });

  test("says all that there is", () => {
    const html = reportToHtml(fullReport, en);
    const headings = [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading);
    expect(headings).toEqual([
      "Result",
      "Curves",
      "What was off",
      "What was taken for what",
      "Weights and gradients",
      "Run",
      "Settings",
    ]);
    const captions = [...html.matchAll(/<figcaption><bdi>(.*?)<\/bdi>/g)].map(([, caption]) => caption);
    expect(captions).toEqual([
      "loss (logarithmic)",
      "accuracy",
      "F1",
      "layer 1: weights",
      "layer 1: gradients",
      "layer 3: weights",
      "layer 3: gradients",
    ]);
    for (const words of [
      "2026-11-27 08:15:14 UTC",
      "60.0 min",
      "100 / 100",
      "after step 640",
      "3858 bytes",
      "2 of 8 relu units are dead",
      'aria-label="loss, training at 100 points, from 2 to 0.01417; loss, validation at 100 points',
    ]) {
      expect(html).toContain(words);
    }
  });

  test("a curve goes through its points", () => {
    const points = [
      { epoch: 0, loss: 0 },
      { epoch: 5, loss: 1 },
      { epoch: 10, loss: 0.5 },
    ];
    const html = reportToHtml({ ...emptyReport, points }, en);
    expect(html).toContain('<path class="line train" d="M0 1000L500 0L1000 500"/>');
    expect(html).toMatch(/<span class="y" style="bottom:100%">1<\/span>/);
    expect(html).toMatch(/<span class="x" style="left:40%">4<\/span>/);
  });

  test("a cell of a layer's picture is as high as its bin, and as strong as it is full", () => {
    const [moment] = fullReport.moments;
    const one = (low: number, high: number, counts: number[]) => ({
      low,
      high,
      counts,
      mean: 0,
      deviation: 1,
    });
    const layers = [{ layer: "layers.1", weights: one(0, 2, [1, 8]), gradients: one(0, 2, [8, 8]) }];
    const html = reportToHtml({ ...emptyReport, moments: [{ ...moment, layers }] }, en);
    expect(html).toContain('<path class="shade s2" d="M0 1000V500H1000V1000z"/>');
    expect(html).toContain('<path class="shade s8" d="M0 500V0H1000V500z"/>');
  });

  test("of many classes the most frequent mistakes are said", () => {
    const classes = Array.from({ length: 40 }, (_, i) => `c${i}`);
    const counts = classes.map((_, i) =>
      classes.map((_, j) => (i === j ? 50 : i === 3 && j === 5 ? 1234 : 0)),
    );
    const html = reportToHtml({ ...emptyReport, confusion: { of: "test", classes, counts } }, en);
    expect(html).toContain("c3 was taken for c5 1,234 times");
    expect(html).not.toContain("c4");
    const right = counts.map((row, i) => row.map((count, j) => (i === j ? count : 0)));
    expect(reportToHtml({ ...emptyReport, confusion: { of: "test", classes, counts: right } }, en)).toContain(
      "Every sample was told right.",
    );
  });

  test("numbers that are not finite leave gaps, not faults", () => {
    const points = fullReport.points.map((point, i) =>
      i % 3 === 0 ? { ...point, loss: Number.NaN } : point,
    );
    const results = { train: { loss: Number.POSITIVE_INFINITY } };
    const report: Report = { ...fullReport, points, results, status: "diverged" };
    const html = reportToHtml(report, en);
    expect(html).not.toContain("NaN");
    expect(html).toContain("∞");
  });

  test("is small: a long training of a deep network is below 2 MiB", () => {
    const points = Array.from({ length: 1000 }, (_, i) => ({ ...fullReport.points[i % 100], epoch: i }));
    const moments = fullReport.moments.map(({ epoch, layers }) => ({
      epoch,
      layers: Array.from({ length: 30 }, (_, i) => ({ ...layers[0], layer: `layers.${i + 1}` })),
    }));
    expect(reportToHtml({ ...fullReport, points, moments }, en).length).toBeLessThan(2 * 2 ** 20);
  });
});

describe("somebody's words come out as text", () => {
  for (const [kind, name] of Object.entries(hostileNames)) {
    test(kind, () => {
      for (const words of languages) {
        const html = reportToHtml(hostileReport(name), words);
        expect(faultOf(html)).toBeUndefined();
        expect(html).not.toContain("<script");
      }
    });
  }
});
