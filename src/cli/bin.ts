import { exitCodes } from "./exit-codes.ts";
import { main } from "./main.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // the reader has seen enough, as `head` does
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  process.stderr.write(`cannot write the result: ${error.message}\n`);
  process.exit(exitCodes.internal);
});
main(process.argv.slice(2)).then(leave);

/** Ends the process. Left to end by itself, it would first compile, and tidy up, what nobody needs any more. */
async function leave(code: number): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) await printed(stream);
  process.exit(code);
}

/** Waits until all that was written to a stream has been taken. */
function printed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
