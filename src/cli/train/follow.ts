import { DivergedError, type Position, trainEpochs } from "../../index.ts";
import type { Prepared } from "../prepare.ts";
import { checkParameters } from "./same.ts";
import type { Team } from "./team.ts";

/** What rank 0 says to all after each call of the backend. */
export interface Turn {
  /** The training ends here, before its end. */
  readonly ends: boolean;
  /** It is looked whether all have the same parameters. */
  readonly compares: boolean;
}

/** Trains as rank 0 says, showing and writing nothing. */
export async function followTraining(prepared: Prepared, team: Team, from?: Position): Promise<void> {
  const { example, data, session } = prepared;
  const { validation: _, ...settings } = example.training;
  const training = trainEpochs(session, data.blocks?.train ?? data.train, {
    ...settings,
    ...(data.validation && { validation: data.validation }),
    ...(from && { from }),
    stepsAtOnce: () => team.agree(1),
  });
  // mpirun passes Ctrl-C on to all; rank 0 decides what comes of it
  process.on("SIGINT", ignored);
  try {
    while (!training.next().done) {
      const { ends, compares } = team.agree<Turn>({ ends: false, compares: false });
      if (compares) await checkParameters(team, prepared);
      if (ends) break;
    }
  } catch (error) {
    // all ranks come to it in the same step; rank 0 says so
    if (!(error instanceof DivergedError)) throw error;
  } finally {
    process.off("SIGINT", ignored);
  }
}

function ignored(): void {}
