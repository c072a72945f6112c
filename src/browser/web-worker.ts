/** As much of a Web Worker as is used; neither Node's types nor the language's libraries declare it. */
export interface WebWorker {
  onmessage: (() => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault(): void }) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

declare const Worker: (new (url: string) => WebWorker) | undefined;
declare const crossOriginIsolated: boolean | undefined;

/** @returns undefined where there are none */
export function webWorkers(): (new (url: string) => WebWorker) | undefined {
  return typeof Worker === "undefined" ? undefined : Worker;
}

/** May memory be shared with workers? */
export function canShare(): boolean {
  return typeof SharedArrayBuffer !== "undefined" && crossOriginIsolated === true;
}

/** May this thread wait for others? That of a page may not. */
export function canWait(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}
