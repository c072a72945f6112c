import { access, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InputError } from "../index.ts";

/**
 * Writes files into a folder, which is made where there is none.
 * @param files by their paths in the folder
 * @param force overwrite what is there
 * @returns the paths, as seen from where the folder's is
 * @throws InputError where one is there already, before any is written, and where writing is not possible
 */
export async function saveFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  force: boolean,
): Promise<string[]> {
  const paths = [...files].map(([name, contents]) => ({ path: join(folder, name), contents }));
  for (const { path } of force ? [] : paths) {
    if (await exists(path))
      throw new InputError("expected no such file yet, found one   --force overwrites it", { file: path });
  }
  for (const { path, contents } of paths) {
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, contents);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new InputError(`expected a place where files can be written, found ${code}`, { file: path });
    }
  }
  return paths.map(({ path }) => path);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
