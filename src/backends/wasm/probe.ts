import { encodeModule } from "./assembler/module.ts";
import { Body } from "./emit/body.ts";
import { vectorLanes } from "./emit/lanes.ts";
import { compileModule, createMemory, instantiate, isValid } from "./webassembly.ts";

/** In float32, (1 + e)² rounds to 1 + 2e: only a fused multiply-add has e² left when that is subtracted. */
const E = 2 ** -12;

/**
 * Does the engine multiply and add in one rounding? The instruction may round twice, so that it is asked for a result.
 */
export function hasFusedMultiplyAdd(): boolean {
  const body = new Body();
  const lanes = vectorLanes("f32");
  const [x, z] = [lanes.constant(1 + E), lanes.constant(-(1 + 2 * E))];
  body.emit(lanes.store(["i32.const", 0], lanes.fused(x, x, z), 0));
  const memory = createMemory(1, 1, false);
  const bytes = encodeModule({
    memory: { initial: 1, maximum: 1, shared: false },
    functions: [body.toFunction("probe", { isExported: true })],
  });
  if (!isValid(bytes)) return false;
  instantiate(compileModule(bytes), memory).probe();
  return new Float32Array(memory.buffer, 0, 1)[0] === E * E;
}

/**
 * Does the engine load a number when it is needed? Older ones, V8 up to its version 12 among them, load all numbers of a turn of a
 * loop first, and put away what registers cannot hold. They are known by something else that they do not have.
 */
export function loadsWhenNeeded(): boolean {
  return "getFloat16" in DataView.prototype;
}
