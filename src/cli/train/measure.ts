import { type Metrics, metricsOf, wholeOf } from "../../index.ts";
import type { Prepared } from "../prepare.ts";

/** The parts of the data, measured with the parameters as they are. */
export interface Results {
  readonly train: Metrics;
  readonly validation?: Metrics;
  readonly test?: Metrics;
}

export function measure({ example, data, session }: Prepared): Results {
  const { metrics } = example.training;
  const [validation, test] = [wholeOf(data, "validation"), wholeOf(data, "test")];
  return {
    train: metricsOf(session, wholeOf(data, "train") ?? data.train, metrics),
    ...(validation && { validation: metricsOf(session, validation, metrics) }),
    ...(test && { test: metricsOf(session, test, metrics) }),
  };
}
