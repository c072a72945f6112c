import type { Backend } from "../../src/backends/backend.ts";
import { createSession } from "../../src/index.ts";
import type { Samples } from "../../src/nn/samples.ts";
import { randomStream } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import type { Session } from "../../src/train/session.ts";

export const BATCH = 64;
export const STEPS = 1000;

/** A network of 784-128-10 neurons in float32, as for handwritten digits. */
export function newSession(backend: Backend): Session {
  const layers = [{ dense: 128, activation: "relu" }, { dense: 10 }] as const;
  return createSession({
    model: { network: { inputs: 784, layers }, loss: "softmax-cross-entropy" },
    optimizer: { name: "sgd", learningRate: 0.05 },
    backend,
    seed: 1,
    dtype: "f32",
  });
}

/** Drawn images: each class has its own mean, so that there is something to learn. */
export function drawnSamples(count: number): Samples {
  const random = randomStream(2, 7000);
  const inputs = new Float64Array(count * 784);
  const targets = new Float64Array(count * 10);
  for (let row = 0; row < count; row++) {
    const digit = random.integer(10);
    targets[row * 10 + digit] = 1;
    for (let i = 0; i < 784; i++) inputs[row * 784 + i] = random.uniform() * (i % 10 === digit ? 1 : 0.5);
  }
  return { inputs: tensor([count, 784], inputs), targets: tensor([count, 10], targets) };
}

/** Which samples the steps from one to another are taken on. */
export function orderOf(samples: Samples, from: number, to: number): Uint32Array {
  const [count] = samples.inputs.shape;
  return Uint32Array.from({ length: (to - from) * BATCH }, (_, i) => (37 * (from * BATCH + i)) % count);
}

/** The bytes of all parameters, in order. */
function parameterBytes(session: Session): Uint8Array {
  const parts = session.parameters.map((parameter) => new Uint8Array(session.read(parameter).buffer));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}

/** The SHA-256 of all parameters, in Node and in browsers. */
export async function parameterHash(session: Session): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", parameterBytes(session) as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
