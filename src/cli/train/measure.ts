import { type Metrics, metricsOf } from "../../index.ts";
import type { Prepared } from "../prepare.ts";

/** The parts of the data, measured with the parameters as they are. */
export interface Results {
  readonly train: Metrics;
  readonly validation?: Metrics;
  readonly test?: Metrics;
}

export function measure({ example, data, session }: Prepared): Results {
  const { metrics } = example.training;
  return {
    train: metricsOf(session, data.train, metrics),
    ...(data.validation && { validation: metricsOf(session, data.validation, metrics) }),
    ...(data.test && { test: metricsOf(session, data.test, metrics) }),
  };
}
