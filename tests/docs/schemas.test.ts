import { expect, test } from "vitest";
import { exampleJsonSchema } from "../../src/index.ts";

test("the schema that editors complete example files with is the one they are read with", async () => {
  const text = `${JSON.stringify(exampleJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../schemas/example.schema.json");
});
