const { existsSync, readFileSync } = require("node:fs");
const { basename, join } = require("node:path");
const { Script } = require("node:vm");

/** Where a folder of bundled modules has what this V8 made of them. */
function cacheOf(folder) {
  return join(folder, `v8-${process.versions.v8}`);
}

/**
 * Opens the CommonJS modules of a folder. V8 need not compile them anew where it finds what it made of them before; what
 * another V8 made it does not take.
 * @param builtIn how they come to Node's own modules
 */
function modulesOf(folder, builtIn = require) {
  const cache = cacheOf(folder);
  const hasCache = existsSync(cache);
  const opened = new Map();
  const open = (name) => {
    const known = opened.get(name);
    if (known) return known.module.exports;
    const filename = join(folder, name);
    const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, "utf8")}\n})`;
    const cached = join(cache, `${name}.bin`);
    const script = new Script(source, {
      filename,
      ...(hasCache && existsSync(cached) && { cachedData: readFileSync(cached) }),
    });
    const module = { exports: {} };
    opened.set(name, { module, script });
    const requireFrom = (path) => (path.startsWith("./") ? open(basename(path)) : builtIn(path));
    script.runInThisContext()(module.exports, requireFrom, module, filename, folder);
    return module.exports;
  };
  /** What V8 has made of each by now. */
  const compiled = () => [...opened].map(([name, { script }]) => [`${name}.bin`, script.createCachedData()]);
  return { open, compiled };
}

module.exports = { cacheOf, modulesOf };
