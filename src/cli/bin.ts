import { exitCodes } from "./exit-codes.ts";
import { main } from "./main.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // the reader has seen enough, as `head` does
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
