export { Communicator, MpiError } from "./communicator.ts";
export { Guard } from "./guard.ts";
