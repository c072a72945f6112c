import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

/** What a module exports that was made of a model. */
export interface ModelModule {
  predict(row: unknown): Readonly<Record<string, unknown>>;
  network(inputs: ArrayLike<number>): Float64Array;
}

/** Compiles a module, its types left out, and loads it. */
export async function loadTypeScript(source: string): Promise<ModelModule> {
  const { outputText, diagnostics } = transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext },
  });
  if (diagnostics && diagnostics.length > 0) throw new Error(String(diagnostics[0].messageText));
  const url = `data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`;
  return (await import(/* @vite-ignore */ url)) as ModelModule;
}
