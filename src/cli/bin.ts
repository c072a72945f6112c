import { exitCodes } from "./exit-codes.ts";
import { main } from "./main.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // the reader has seen enough, as `head` does
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  process.stderr.write(`cannot write the result: ${error.message}\n`);
  process.exit(exitCodes.internal);
});
main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
