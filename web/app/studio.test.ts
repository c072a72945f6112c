import { expect, test } from "vitest";
import type { StartEngine } from "../engine/client.ts";
import { Preferences } from "./preferences.ts";
import { Studio } from "./studio.ts";

const layout = { neurons: [], edges: [], result: "E" };

/** An engine that takes its time, and whose changes are words behind the text that is open. */
const start = (() => {
  let open = "";
  const answers: Record<string, (argument: never) => unknown> = {
    open: ({ text }: { text: string }) => {
      open = text;
      return { layout, frame: { neurons: [], step: 0 } };
    },
    change: ({ value }: { value: string }) => ({ text: `${open} ${value}`, carry: false }),
  };
  const call = async (name: string, argument: never) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    return answers[name]?.(argument);
  };
  return { call };
}) as unknown as StartEngine;

test("changes that follow each other quickly are all kept", async () => {
  const studio = new Studio({ start, preferences: new Preferences(), dataFor: async () => ({}) });
  await studio.begin({ file: "a.yaml", text: "a" });
  const change = (value: string) => studio.change({ kind: "setting", path: [], value });
  await Promise.all([change("b"), change("c"), studio.undo(), change("d")]);
  expect(studio.doc.value.text).toBe("a b d");
});
