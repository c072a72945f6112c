import { expect, test } from "vitest";
import { turns } from "./turns.ts";

test("what is asked later begins when what was asked before has ended, well or not", async () => {
  const inTurn = turns();
  const seen: string[] = [];
  const slow = (name: string, fails = false) =>
    inTurn(async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, fails ? 5 : 1));
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const [first, second] = await Promise.allSettled([slow("a", true), slow("b")]);
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  expect(first).toMatchObject({ status: "rejected", reason: new Error("a") });
  expect(second).toEqual({ status: "fulfilled", value: "b" });
});
