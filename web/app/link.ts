import { effect } from "@preact/signals";
import { toHash } from "./share.ts";
import type { Studio } from "./studio.ts";

/** How long nothing may change before the address follows, in milliseconds. */
const REST = 300;

/** Keeps the address of the page a link to what is seen on it. */
export function keepLink(studio: Studio): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const shared = studio.shared();
    clearTimeout(timer);
    if (studio.running.value || !studio.scene.value) return;
    timer = setTimeout(async () => {
      const hash = await toHash(shared);
      // too long for a link: better none than a wrong one
      history.replaceState(null, "", hash ?? location.pathname);
    }, REST);
  });
}
