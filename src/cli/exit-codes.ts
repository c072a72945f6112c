/** What the program returns to the shell: judged and found wanting is 1, bad input or usage 2, Ctrl-C 130. */
export const exitCodes = { done: 0, wanting: 1, usage: 2, internal: 3, interrupted: 130 } as const;
