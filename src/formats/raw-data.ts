import type { EncodingOptions } from "../data/encoding.ts";
import type { RawData } from "../data/prepare.ts";
import { inputShape } from "../nn/shapes.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { Example, ExampleFiles } from "./example.ts";
import { isTableSource } from "./source.ts";
import type { SourceFrame } from "./table-source.ts";

/** What was read for an example, and what the example says about dividing and encoding it. */
export function rawDataOf(example: Example, train: SourceFrame, test?: SourceFrame): RawData {
  const { data } = example;
  if ("inline" in data) throw new Error("rawDataOf: expected data in files");
  const features = [...train.frame.columns.keys()].filter((name) => name !== train.label.name);
  return {
    train: train.frame,
    ...(test && { test: test.frame }),
    ...(data.test && "fraction" in data.test && { testFraction: data.test.fraction }),
    encoding: { ...encodingOptionsOf(data), features, label: train.label },
    inputs: expectedInputs(example, data),
  };
}

/** What an example says about encoding. */
export function encodingOptionsOf(data: ExampleFiles): Omit<EncodingOptions, "label" | "features"> {
  const { scale, fill, unseen } = data.encoding;
  const table = isTableSource(data.train) ? data.train : undefined;
  return {
    ...{ scale, fill, unseen },
    ...(table && { levels: table.columns.levels, dateParts: table.columns.dateParts }),
    ...(table?.missing && { missing: table.missing }),
  };
}

/** How many inputs the columns must make, and where the example says which they are. */
export function expectedInputs({ model }: Example, { train }: ExampleFiles): NonNullable<RawData["inputs"]> {
  const table = isTableSource(train) ? train : undefined;
  return { count: sizeOf(inputShape(model.network)), place: table?.featurePlaces?.[0] ?? train.place };
}
