import { expect, test } from "vitest";
import { checkVersion, loadMpi } from "./library.ts";

test.each([
  "MPICH Version:\t4.0.2\nMPICH Release date:\tThu Apr  7 12:34:45 CDT 2022",
  "Intel(R) MPI Library 2021.11 for Linux* OS",
  "MVAPICH Version      :\t4.0",
  "CRAY MPICH version 8.1.28.15 (ANL base 3.4a2)",
])("an MPI of MPICH's binary interface is taken: %s", (version) => {
  expect(() => checkVersion(version)).not.toThrow();
});

test("other MPIs are refused by name, for their handles are other numbers", () => {
  const openMpi = "Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4, repo rev: v4.1.4, May 26, 2022";
  expect(() => checkVersion(openMpi)).toThrow(
    /^mpi: expected MPICH, .*, found Open MPI v4\.1\.4; install it: /,
  );
  expect(() => checkVersion("")).toThrow(/found another; install it: apt-get install mpich/);
});

test("a library that is not there, or is no MPI, is told in one line that says what to install", () => {
  expect(() => loadMpi("libnone.so.1")).toThrow(
    /^mpi: expected MPICH, found no library of it \(libnone\.so\.1\); install it: apt-get install mpich .*$/,
  );
});
