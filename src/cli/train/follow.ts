import { DivergedError, type Position, trainEpochs } from "../../index.ts";
import { decodeCheckpoint } from "../../node/index.ts";
import type { Prepared } from "../prepare.ts";
import type { Team, Turn } from "./team.ts";

/** Takes part in what rank 0 does. */
export async function follow(prepared: Prepared, team: Team): Promise<void> {
  await team.all(() => {});
  const bytes = team.agreeOnBytes(undefined);
  const checkpoint = bytes.length > 0 ? decodeCheckpoint(bytes, "the checkpoint of rank 0") : undefined;
  if (checkpoint) prepared.session.restore(checkpoint.state);
  await followTraining(prepared, team, checkpoint?.position);
}

/** Trains as rank 0 says, showing and writing nothing. */
async function followTraining(prepared: Prepared, team: Team, from?: Position): Promise<void> {
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
      if (compares) await team.checkParameters(prepared);
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
