import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { Script } from "node:vm";

/** Where a folder of bundled modules has what this V8 made of them. */
export function cacheOf(folder) {
  return join(folder, `v8-${process.versions.v8}`);
}

/**
 * Opens the CommonJS modules of a folder. V8 need not compile them anew where it finds what it made of them before; what
 * another V8 made it does not take.
 * @param builtIn how they come to Node's own modules
 */
export function modulesOf(folder, builtIn = createRequire(import.meta.url)) {
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
    const require = (path) => (path.startsWith("./") ? open(basename(path)) : builtIn(path));
    script.runInThisContext()(module.exports, require, module, filename, folder);
    return module.exports;
  };
  /** What V8 has made of each by now. */
  const compiled = () => [...opened].map(([name, { script }]) => [`${name}.bin`, script.createCachedData()]);
  return { open, compiled };
}
