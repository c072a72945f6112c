import { createRequire } from "node:module";

const resolveFrom = createRequire(import.meta.url);

/**
 * A peer's module, which the library's own install does not have: hence by a name that the compiler does not follow,
 * and with just the types that are used.
 * @throws Error where it is not installed
 */
export async function load<T>(specifier: string): Promise<T> {
  const module: { default?: unknown } = await import(specifier);
  // what was CommonJS may have everything under `default` only
  return { ...(module.default as object | undefined), ...module } as T;
}

/** @throws Error where it is not installed */
export function versionOf(name: string): string {
  return (resolveFrom(`../node_modules/${name}/package.json`) as { version: string }).version;
}
