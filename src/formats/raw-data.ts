import type { RawData } from "../data/prepare.ts";
import { inputShape } from "../nn/network.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { Example } from "./example.ts";
import { isTableSource } from "./source.ts";
import type { SourceFrame } from "./table-source.ts";

/** What was read for an example, and what the example says about dividing and encoding it. */
export function rawDataOf({ model, data }: Example, train: SourceFrame, test?: SourceFrame): RawData {
  if ("inline" in data) throw new Error("rawDataOf: expected data in files");
  const { scale, fill, unseen } = data.encoding;
  const source = data.train;
  const table = isTableSource(source) ? source : undefined;
  const features = [...train.frame.columns.keys()].filter((name) => name !== train.label.name);
  return {
    train: train.frame,
    ...(test && { test: test.frame }),
    ...(data.test && "fraction" in data.test && { testFraction: data.test.fraction }),
    encoding: {
      features,
      label: train.label,
      scale,
      fill,
      unseen,
      ...(table && { levels: table.columns.levels, dateParts: table.columns.dateParts }),
      ...(table?.missing && { missing: table.missing }),
    },
    inputs: {
      count: sizeOf(inputShape(model.network)),
      place: table?.featurePlaces?.[0] ?? source.place,
    },
  };
}
