import { expect, test } from "vitest";
import type { Judgement, JudgeRequest } from "../engine/protocol.ts";
import { LessonModel } from "./lesson.ts";

const right: Judgement = { standing: "right", remark: "", slip: [], hint: [] };
const wrong: Judgement = { ...right, standing: "wrong" };

function started(judgements: Judgement[]) {
  const asked: JudgeRequest["claims"][] = [];
  const model = new LessonModel(async (claims) => {
    asked.push(claims);
    return judgements.shift() ?? right;
  });
  model.start({ html: "", step: 0, values: { net_h1: 0.3775, out_h1: 0.59326999, E: 1 } });
  model.rows.value = [
    { of: "net_h1", hasValue: true },
    { of: "out_h1", hasValue: true },
    { of: "∂E/∂w5", hasValue: false },
    { of: undefined, hasValue: true },
    { of: "E", hasValue: true },
  ];
  return { model, asked };
}

test("goes on row by row, and back", () => {
  const { model } = started([]);
  model.next();
  model.next();
  expect([...model.known.value]).toEqual([
    ["net_h1", 0.3775],
    ["out_h1", 0.59326999],
  ]);
  model.back();
  expect(model.current.value?.of).toBe("net_h1");
  model.toEnd();
  model.next();
  expect(model.shown.value).toBe(5);
});

test("waits for a number that is asked for, and judges it from those above, as they were given", async () => {
  const { model, asked } = started([right, wrong]);
  model.predicting.value = true;
  model.next();
  expect(model.shown.value).toBe(0);
  await model.answer("0.378");
  expect(model.shown.value).toBe(1);
  await model.answer("0.7");
  expect(model.shown.value).toBe(1);
  expect(model.attempt.value).toEqual({ text: "0.7", judgement: wrong });
  expect(asked[1]).toEqual([
    { name: "net_h1", text: "0.378" },
    { name: "out_h1", text: "0.7" },
  ]);
  model.reveal();
  // a row without a number of a name is not asked for
  model.next();
  model.next();
  expect(model.asked.value?.of).toBe("E");
});
