import type { Tools } from "./engine.ts";

/** All that the studio does beside showing and training. */
export const studioTools: Tools = {
  write: () => import("./write.ts"),
  table: () => import("./table.ts"),
};
