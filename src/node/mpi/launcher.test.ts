import { expect, test } from "vitest";
import { checkLauncher } from "./launcher.ts";

test.each([
  [
    { SLURM_STEP_NUM_TASKS: "4" },
    "mpi: expected 4 ranks, as were started, found 1; start with srun --mpi=pmi2",
  ],
  [
    { OMPI_COMM_WORLD_SIZE: "2" },
    /^mpi: expected 2 ranks, .*Open MPI's mpirun, start with MPICH's \(mpirun\.mpich\)$/,
  ],
])("what another launcher started is not taken for ranks: %j", (env, message) => {
  expect(() => checkLauncher(env)).toThrow(message);
});

test.each([
  {},
  { SLURM_STEP_NUM_TASKS: "1" },
  { SLURM_STEP_NUM_TASKS: "4", PMI_RANK: "0", PMI_FD: "5", PMI_SIZE: "4" },
  { SLURM_NTASKS: "4" },
])("one process is one rank, and ranks are ranks: %j", (env) => {
  expect(() => checkLauncher(env)).not.toThrow();
});
