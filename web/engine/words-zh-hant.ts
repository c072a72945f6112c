export { zhHant } from "../../src/index.ts";
