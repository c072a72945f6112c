export { zhHans } from "../../src/index.ts";
