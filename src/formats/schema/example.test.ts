import { expect, test } from "vitest";
import { activations } from "../../nn/activations.ts";
import type { InitializerName } from "../../nn/initializers.ts";
import { losses } from "../../nn/losses.ts";
import type { OptimizerName } from "../../nn/optimizers.ts";
import { exampleSchema } from "./example.ts";
import { exampleJsonSchema } from "./json.ts";

/** What is not told apart by types: every name of the library is a name of the file. */
const optimizers: Readonly<Record<OptimizerName, true>> = {
  sgd: true,
  momentum: true,
  nesterov: true,
  adam: true,
  adamw: true,
  rmsprop: true,
  adagrad: true,
  adamax: true,
  nadam: true,
  adadelta: true,
  lion: true,
};

const initializers: Readonly<Record<InitializerName, true>> = {
  zeros: true,
  constant: true,
  uniform: true,
  normal: true,
  "glorot-uniform": true,
  "glorot-normal": true,
  "he-uniform": true,
  "he-normal": true,
  "lecun-uniform": true,
  "lecun-normal": true,
};

const layer = { dense: 1 };
const example = {
  backstep: 1,
  network: { inputs: 1, layers: [layer] },
  loss: "half-squared-error",
  optimizer: { name: "sgd", learningRate: 1 },
  data: { inputs: [[1]], targets: [[1]] },
};
const withLayer = (settings: object) => ({
  ...example,
  network: { inputs: 1, layers: [{ ...layer, ...settings }] },
});

test.each([
  ...Object.keys(activations).map((activation) => withLayer({ activation })),
  ...Object.keys(initializers).map((initializer) => withLayer({ initializer })),
  ...Object.keys(initializers).map((name) => withLayer({ initializer: { name } })),
  ...Object.keys(losses).map((loss) => ({ ...example, loss })),
  ...Object.keys(optimizers).map((name) => ({ ...example, optimizer: { name, learningRate: 1 } })),
])("takes every name of the library: %j", (file) => {
  expect(exampleSchema.safeParse(file).error).toBeUndefined();
});

test("the JSON Schema of the file is one that editors read, for either kind of example", () => {
  const schema = exampleJsonSchema() as { $schema: string; anyOf: SchemaOfKind[] };
  expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
  expect(schema.anyOf).toHaveLength(2);
  const [network, expressions] = schema.anyOf;
  expect(network.required).toEqual(["backstep", "network", "loss", "optimizer", "data"]);
  const {
    anyOf: [name],
  } = network.properties.loss as { anyOf: object[] };
  expect(name).toEqual({ type: "string", enum: Object.keys(losses) });
  expect(network).toMatchObject({ type: "object", additionalProperties: false });
  expect(expressions.required).toEqual(["backstep", "expressions", "values"]);
  expect(expressions.properties.values).toMatchObject({
    type: "object",
    additionalProperties: { type: "number" },
  });
  expect(expressions).toMatchObject({ type: "object", additionalProperties: false });
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
});

interface SchemaOfKind {
  readonly required: string[];
  readonly properties: Record<string, object>;
}
