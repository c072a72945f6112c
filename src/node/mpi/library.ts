import { InputError } from "../../index.ts";
import { type Library, loadKoffi } from "./koffi.ts";

/** The functions of MPI that are used. Each but the version returns 0, or the number of an error. */
export interface MpiLibrary {
  readonly version: string;
  readonly init: (argc: null, argv: null) => number;
  readonly finalize: () => number;
  readonly abort: (communicator: number, code: number) => number;
  readonly setErrorHandler: (communicator: number, handler: number) => number;
  readonly errorString: (code: number, text: Uint8Array, length: [number]) => number;
  readonly rank: (communicator: number, rank: [number]) => number;
  readonly size: (communicator: number, size: [number]) => number;
  readonly barrier: (communicator: number) => number;
  readonly broadcast: Collective;
  readonly allReduce: Collective;
  readonly allToAll: Collective;
  readonly allGather: Collective;
}

type Collective = (...args: readonly (ArrayBufferView | bigint | number)[]) => number;

/** Where a library of MPICH's binary interface is found, most likely first. */
const names: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ["libmpich.so.12", "libmpich.so", "libmpi.so.12"],
  darwin: ["/opt/homebrew/lib/libmpi.12.dylib", "/usr/local/lib/libmpi.12.dylib", "libmpi.12.dylib"],
};

/** How those MPIs begin to speak of themselves that share MPICH's binary interface, and with it the numbers of its handles. */
const known = [/^MPICH Version/, /^Intel\(R\) MPI/, /^MVAPICH/, /^CRAY MPICH/];

/**
 * The library below MPICH watches the memory of the whole process and takes its signals; V8 needs both for itself. What the
 * user has set stays.
 */
const settings = { UCX_MEM_EVENTS: "no", UCX_HANDLE_ERRORS: "none", UCX_ERROR_SIGNALS: "" } as const;

const INSTALL =
  "install it: apt-get install mpich (Debian, Ubuntu), dnf install mpich (Fedora), brew install mpich (macOS)";

/**
 * Loads MPI.
 * @param path of the library, where it is not where it is usually found
 * @throws InputError that says in one line what to install
 */
export function loadMpi(path?: string): MpiLibrary {
  const { load } = loadKoffi();
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
  const candidates = path === undefined ? (names[process.platform] ?? []) : [path];
  const library = firstOf(candidates, (name) => load(name));
  if (!library) {
    const looked = candidates.length > 0 ? candidates.join(", ") : `no name for ${process.platform}`;
    throw new InputError(`mpi: expected MPICH, found no library of it (${looked}); ${INSTALL}`);
  }
  const version = versionOf(library);
  checkVersion(version);
  const f = (name: string, args: readonly string[]) => library.func(name, "int", [...args]);
  const vector = ["void *", "int *", "int *", "int"];
  return {
    version,
    init: f("MPI_Init", ["void *", "void *"]),
    finalize: f("MPI_Finalize", []),
    abort: f("MPI_Abort", ["int", "int"]),
    setErrorHandler: f("MPI_Comm_set_errhandler", ["int", "int"]),
    errorString: library.func("int MPI_Error_string(int, uint8_t *, _Out_ int *)"),
    rank: library.func("int MPI_Comm_rank(int, _Out_ int *)"),
    size: library.func("int MPI_Comm_size(int, _Out_ int *)"),
    barrier: f("MPI_Barrier", ["int"]),
    broadcast: f("MPI_Bcast", ["void *", "int", "int", "int", "int"]),
    allReduce: f("MPI_Allreduce", ["void *", "void *", "int", "int", "int", "int"]),
    allToAll: f("MPI_Alltoallv", [...vector, ...vector, "int"]),
    allGather: f("MPI_Allgatherv", ["void *", "int", "int", "void *", "int *", "int *", "int", "int"]),
  };
}

/** @throws InputError that names the MPI whose handles are other numbers than MPICH's */
export function checkVersion(version: string): void {
  if (known.some((start) => start.test(version))) return;
  const found = version.split(/[,\n]/, 1)[0].slice(0, 60).trim();
  throw new InputError(
    `mpi: expected MPICH, or an MPI of its binary interface (Intel MPI, MVAPICH, Cray MPICH), found ${found || "another"}; ${INSTALL}`,
  );
}

function firstOf<T>(names: readonly string[], load: (name: string) => T): T | undefined {
  for (const name of names) {
    try {
      return load(name);
    } catch {}
  }
  return undefined;
}

/** The longest of what an MPI says of itself. */
const LONGEST = 8192;

function versionOf(library: Library): string {
  const text = new Uint8Array(LONGEST);
  const length: [number] = [0];
  try {
    library.func("int MPI_Get_library_version(uint8_t *, _Out_ int *)")(text, length);
  } catch {
    return "";
  }
  return Buffer.from(text.subarray(0, length[0])).toString("latin1");
}
