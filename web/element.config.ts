import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * `<backstep-example>`: one script, which any page may load from anywhere. What few pages need, how working is judged and
 * Chinese words, lies beside it and is loaded when it is asked for.
 */
export default defineConfig({
  root: here("."),
  base: "./",
  publicDir: false,
  build: {
    outDir: here("../dist/studio"),
    emptyOutDir: false,
    target: "es2022",
    minify: true,
    cssMinify: true,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: here("element/main.ts"),
      // one script: what the others need of it they take from it
      preserveEntrySignatures: "allow-extension",
      output: {
        entryFileNames: "backstep-example.js",
        chunkFileNames: "element/[name]-[hash].js",
        format: "es",
      },
    },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
