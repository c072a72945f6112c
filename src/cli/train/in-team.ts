import { solo, type Team } from "./team.ts";

/**
 * Does the work with all the ranks that mpirun has started, or alone where nothing is distributed.
 * @throws what the work throws, in the rank that is to tell of it
 */
export async function inTeam(
  distributed: "mpi" | undefined,
  finish: (code: number) => void,
  work: (team: Team) => Promise<void>,
): Promise<void> {
  if (distributed === undefined) return work(solo);
  const { inMpiTeam } = await import("./mpi-team.ts");
  return inMpiTeam(finish, work);
}
