import { expect, test } from "vitest";
import { amend, record, redo, startHistory, undo } from "./history.ts";

test("goes back and forth, and forgets what was taken back once something new is done", () => {
  const three = record(record(startHistory("a"), "b"), "c");
  expect(undo(undo(three)).now).toBe("a");
  expect(redo(undo(three)).now).toBe("c");
  expect(undo(undo(undo(three)))).toEqual(undo(undo(three)));
  expect(record(undo(three), "d")).toMatchObject({ now: "d", future: [] });
  expect(undo(amend(three, "C")).now).toBe("b");
});

test("keeps a bounded number of states", () => {
  let history = startHistory(0);
  for (let i = 1; i <= 1000; i++) history = record(history, i);
  expect(history.past.length).toBe(200);
});
