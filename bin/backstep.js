#!/usr/bin/env node
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { modulesOf } = require("./modules.js");

const folder = join(__dirname, "../dist/cli");
if (!existsSync(folder)) {
  process.stderr.write("backstep is not built yet: run `npm run build` first\n");
  process.exitCode = 3;
} else if (process.argv[2] === "gradcheck") {
  // it imports modules of the user, which scripts that V8 has compiled before cannot
  require(join(folder, "bin.cjs"));
} else modulesOf(folder).open("bin.cjs");
