import { rolldown } from "rolldown";
import { root } from "./cli.ts";

/** What a browser loads for a module of this repository, in which paths start at `./`: one script, without what it leaves out. */
export async function bundle(source: string, { minify = false }: { minify?: boolean } = {}): Promise<string> {
  const entry = `${root}/entry.ts`;
  const inMemory = {
    name: "in-memory",
    resolveId: (id: string) => (id === entry ? id : null),
    load: (id: string) => (id === entry ? source : null),
  };
  const made = await rolldown({ cwd: root, input: entry, platform: "browser", plugins: [inMemory] });
  const { output } = await made.generate({ format: "esm", minify });
  await made.close();
  if (output.length > 1) throw new Error("expected a bundle of one script");
  return output[0].code;
}
