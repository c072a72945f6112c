export { studioZhHans } from "../../src/index.ts";
