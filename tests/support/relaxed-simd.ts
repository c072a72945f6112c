import { setFlagsFromString } from "node:v8";

// Node 20 has the fused multiply-add, but does not offer it unless it is asked to
if (process.version.startsWith("v20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");
