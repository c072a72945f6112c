/** `h1#3` of `net_h1#3` and `out_h1#3`. */
export function signalOf(name: string): string {
  return name.replace(/^(?:net|out)_/, "");
}

/** `h1` of `net_h1` and `out_h1#3`. */
export function neuronOf(name: string): string {
  return withoutSample(signalOf(name));
}

/** `out_h1` of `out_h1#3`. */
export function withoutSample(name: string): string {
  return name.replace(/#\d+$/, "");
}

/** `3` of `out_h1#3`; undefined where there is only one sample. */
export function sampleOf(name: string): string | undefined {
  return /#(\d+)$/.exec(name)?.[1];
}

/** Do these names differ in nothing but the sample? */
export function differBySample(names: readonly string[]): boolean {
  return names.every((name) => sampleOf(name) !== undefined) && new Set(names.map(withoutSample)).size === 1;
}
