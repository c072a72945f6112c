export { Communicator, MpiError } from "./communicator.ts";
