#!/usr/bin/env node
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modulesOf } from "./modules.js";

const folder = fileURLToPath(new URL("../dist/cli", import.meta.url));
if (!existsSync(folder)) {
  process.stderr.write("backstep is not built yet: run `npm run build` first\n");
  process.exitCode = 3;
} else if (process.argv[2] === "gradcheck") {
  // it imports modules of the user, which scripts that V8 has compiled before cannot
  createRequire(import.meta.url)(join(folder, "bin.cjs"));
} else modulesOf(folder).open("bin.cjs");
