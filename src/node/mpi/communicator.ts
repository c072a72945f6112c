import type { Ranks, Slices, Values } from "../../index.ts";
import { checkLauncher, regainLauncher } from "./launcher.ts";
import { loadMpi, type MpiLibrary } from "./library.ts";

/** MPICH's numbers for what MPI calls by these names. */
const WORLD = 0x44000000;
const ERRORS_RETURN = 0x54000001;
const SUM = 0x58000003;
const IN_PLACE = -1n;
const types = { byte: 0x4c00010d, f32: 0x4c00040a, f64: 0x4c00080b } as const;

/** The longest text that all give to all, in bytes. */
const LONGEST_GATHERED = 256;

const SUCCESS = 0;
/** The longest text of an error. */
const LONGEST = 1024;

/** MPI could not do what it was asked for: a rank or the network is gone. */
export class MpiError extends Error {
  override readonly name = "MpiError";
}

/** All ranks of this program: MPI_COMM_WORLD. */
export class Communicator implements Ranks {
  readonly rank: number;
  readonly size: number;
  /** What the library says of itself, as `MPICH Version: 4.0.2`. */
  readonly version: string;
  readonly #mpi: MpiLibrary;
  #isOpen = true;

  private constructor(mpi: MpiLibrary) {
    this.#mpi = mpi;
    this.version = mpi.version.split("\n", 1)[0].replace(/\s+/g, " ").trim();
    this.#check(mpi.setErrorHandler(WORLD, ERRORS_RETURN));
    const [rank, size]: [[number], [number]] = [[0], [0]];
    this.#check(mpi.rank(WORLD, rank));
    this.#check(mpi.size(WORLD, size));
    [this.rank, this.size] = [rank[0], size[0]];
  }

  /**
   * Joins the other ranks that mpirun has started; alone where it was not started by it. Once in a process.
   * @param options.library the path of the MPI library, where it is not where it is usually found
   * @throws InputError that says what to install, where there is no MPI whose handles are known, or how to start, where what
   * was started together would not be ranks of it
   */
  static join(options: { readonly library?: string } = {}): Communicator {
    const mpi = loadMpi(options.library);
    checkLauncher();
    regainLauncher();
    mpi.init(null, null);
    return new Communicator(mpi);
  }

  allReduce(from: Values, to: Values): void {
    const sent = from === to ? IN_PLACE : from;
    if (from.length !== to.length) {
      throw new Error(`allReduce: expected as many numbers as ${to.length}, got ${from.length}`);
    }
    this.#check(this.#mpi.allReduce(sent, to, to.length, typeOf(to), SUM, WORLD));
  }

  broadcast(values: Values | Uint8Array): void {
    this.#check(this.#mpi.broadcast(values, values.length, typeOf(values), 0, WORLD));
  }

  allToAll(from: Values, sending: Slices, to: Values, receiving: Slices): void {
    const type = typeOf(from);
    this.#check(
      this.#mpi.allToAll(
        ...[from, sending.counts, sending.offsets, type],
        ...[to, receiving.counts, receiving.offsets, type],
        WORLD,
      ),
    );
  }

  allGather(from: Values, to: Values, receiving: Slices): void {
    const type = typeOf(from);
    const { counts, offsets } = receiving;
    this.#check(this.#mpi.allGather(from, from.length, type, to, counts, offsets, type, WORLD));
  }

  /** Returns when all ranks have come to it. */
  barrier(): void {
    this.#check(this.#mpi.barrier(WORLD));
  }

  /** All get a document of rank 0, which JSON can write. */
  share<T>(document: T): T {
    const bytes = this.shareBytes(new TextEncoder().encode(JSON.stringify(document ?? null)));
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  }

  /** All get the texts of all, in the order of ranks; each no longer than 256 bytes. */
  gather(text: string): string[] {
    const own = new Float32Array(LONGEST_GATHERED);
    own.set(new TextEncoder().encode(text).subarray(0, LONGEST_GATHERED));
    const all = new Float32Array(this.size * own.length);
    const offsets = Int32Array.from({ length: this.size }, (_, rank) => rank * own.length);
    this.allGather(own, all, { counts: offsets.map(() => own.length), offsets });
    return [...offsets].map((from) => {
      const bytes = Uint8Array.from(all.subarray(from, from + own.length));
      return new TextDecoder().decode(bytes).replace(/\0+$/, "");
    });
  }

  /** All get the bytes of rank 0, as many as it has. */
  shareBytes(bytes: Uint8Array): Uint8Array {
    const length = Float64Array.of(bytes.length);
    this.broadcast(length);
    const shared = this.rank === 0 ? bytes : new Uint8Array(length[0]);
    this.broadcast(shared);
    return shared;
  }

  /** Leaves the others in peace: all ranks must come to this. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#mpi.finalize();
  }

  /** Ends all ranks, this one included. */
  abort(code: number): void {
    this.#mpi.abort(WORLD, code);
  }

  #check(code: number): void {
    if (code === SUCCESS) return;
    const text = new Uint8Array(LONGEST);
    const length: [number] = [0];
    this.#mpi.errorString(code, text, length);
    throw new MpiError(`mpi: ${Buffer.from(text.subarray(0, length[0])).toString("latin1")}`);
  }
}

function typeOf(values: Values | Uint8Array): number {
  if (values instanceof Uint8Array) return types.byte;
  return values instanceof Float32Array ? types.f32 : types.f64;
}
