export { studioZhHant } from "../../src/index.ts";
