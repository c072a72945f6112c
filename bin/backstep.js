#!/usr/bin/env node
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { modulesOf } from "./modules.js";

const folder = fileURLToPath(new URL("../dist/cli", import.meta.url));
if (existsSync(folder)) modulesOf(folder).open("bin.cjs");
else {
  process.stderr.write("backstep is not built yet: run `npm run build` first\n");
  process.exitCode = 3;
}
